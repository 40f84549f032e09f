using System.Diagnostics;
using System.Runtime.Versioning;
using Qwen.Screens.Actions;
using Qwen.Screens.Windows;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using static Qwen.Screens.Windows.NativeMethods;

namespace Qwen.Screens;

/// <summary>The desktop of a Windows session with all its monitors, in their own pixels whatever their scaling.</summary>
/// <remarks>
/// A button or key that is down when an action is cancelled is let go. Every program of the session can be reached, so hand it out behind
/// a policy. Not for concurrent use, also not by a person at the same mouse.
/// </remarks>
[SupportedOSPlatform("windows")]
public sealed class WindowsScreen : IScreen
{
    private const int DragSteps = 12;
    private const int NotchPixels = 50, Notch = 120;
    private const int MaxNotches = 100;
    private const int MaxTitle = 512;
    private const ushort Return = 0x0D;

    /// <inheritdoc/>
    public ScreenCapabilities Capabilities { get; } = new()
    {
        Name = "Windows desktop",
        Kind = ScreenKind.Desktop,
        KnowsPlace = true,
        Actions = ScreenCapabilities.OfDesktops,
    };

    /// <inheritdoc/>
    public Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default) => Task.Run(
        () => InPixels(() =>
        {
            var desktop = Measure();
            return new ScreenShot
            {
                Png = DesktopPicture.Capture(desktop.Left, desktop.Top, desktop.Size.Width, desktop.Size.Height),
                Size = desktop.Size,
                Time = DateTimeOffset.UtcNow,
                Place = FindPlace(),
            };
        }),
        cancellationToken);

    /// <inheritdoc/>
    public async Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        cancellationToken.ThrowIfCancellationRequested();
        switch (action)
        {
            case TapAction tap:
                Move(tap.Point);
                DesktopInput.Send(DesktopInput.Button(tap.Button, true), DesktopInput.Button(tap.Button, false));
                break;
            case DoubleTapAction tap:
                Move(tap.Point);
                for (var count = 0; count < 2; count++)
                    DesktopInput.Send(DesktopInput.Button(MouseButton.Left, true), DesktopInput.Button(MouseButton.Left, false));
                break;
            case LongPressAction press:
                await HoldAsync(press.Point, press.Point, press.Duration, cancellationToken).ConfigureAwait(false);
                break;
            case DragAction drag:
                await HoldAsync(drag.From, drag.To, drag.Duration, cancellationToken).ConfigureAwait(false);
                break;
            case ScrollAction scroll:
                Move(scroll.Point);
                Turn(-scroll.Down, isHorizontal: false);
                Turn(scroll.Right, isHorizontal: true);
                break;
            case MovePointerAction move:
                Move(move.Point);
                break;
            case TypeTextAction type:
                await TypeAsync(type.ToLines(), cancellationToken).ConfigureAwait(false);
                break;
            case PressKeysAction keys:
                var pressed = keys.Keys.Select(WindowsKeys.Find).ToArray();
                DesktopInput.Send(
                    [
                        .. pressed.Select(key => DesktopInput.Key(key, true)),
                        .. pressed.Reverse().Select(key => DesktopInput.Key(key, false))
                    ]);
                break;
            case WaitAction wait:
                await Task.Delay(wait.Duration, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new QwenException($"A Windows desktop cannot carry out {action}. Its capabilities say what it can.");
        }
    }

    /// <inheritdoc/>
    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) =>
        Task.FromResult<ScreenControl?>(null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // nothing stays open or down between actions

    private static async Task HoldAsync(ScreenPoint from, ScreenPoint to, TimeSpan duration, CancellationToken cancellationToken)
    {
        Check(to); // before anything is down
        Move(from);
        DesktopInput.Send(DesktopInput.Button(MouseButton.Left, true));
        try
        {
            for (var step = 1; step <= DragSteps; step++)
            {
                await Task.Delay(duration / DragSteps, cancellationToken).ConfigureAwait(false);
                Move(new ScreenPoint(from.X + ((to.X - from.X) * step / DragSteps), from.Y + ((to.Y - from.Y) * step / DragSteps)));
            }
        }
        finally
        {
            DesktopInput.Send(DesktopInput.Button(MouseButton.Left, false));
        }
    }

    private static void Turn(int pixels, bool isHorizontal)
    {
        var notches = Math.Clamp((int)Math.Round((double)pixels / NotchPixels, MidpointRounding.AwayFromZero), -MaxNotches, MaxNotches);
        if (pixels != 0)
            DesktopInput.Send(DesktopInput.Turn((notches == 0 ? Math.Sign(pixels) : notches) * Notch, isHorizontal));
    }

    // in pieces, so that a long text can be cancelled, no program's queue overflows, and what comes to the front meanwhile gets none of it
    private static async Task TypeAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        var front = GetForegroundWindow();
        foreach (var piece in TextPieces.Split(lines))
        {
            if (GetForegroundWindow() != front)
                throw new QwenException("Another window came to the front while the text was typed: look again.");
            DesktopInput.Send([.. piece.SelectMany(unit => unit == '\n'
                ? new[] { DesktopInput.Key(Return, true), DesktopInput.Key(Return, false) }
                : [DesktopInput.Unit(unit, true), DesktopInput.Unit(unit, false)])]);
            await Task.Delay(5, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Move(ScreenPoint point) => InPixels(() =>
    {
        var desktop = Measure();
        Check(point);
        return SetCursorPos(desktop.Left + point.X, desktop.Top + point.Y)
            ? true
            : throw new QwenException("Windows does not let the pointer be moved: the desktop is locked.");
    });

    private static void Check(ScreenPoint point) => InPixels(() =>
    {
        var size = Measure().Size;
        return point.X >= 0 && point.Y >= 0 && point.X < size.Width && point.Y < size.Height
            ? true
            : throw new QwenException($"({point.X}, {point.Y}) lies outside the {size} pixels of the desktop.");
    });

    // monitors to the left of the main one have negative coordinates
    private static (int Left, int Top, PixelSize Size) Measure() => (
        GetSystemMetrics(VirtualScreenLeft), GetSystemMetrics(VirtualScreenTop),
        new PixelSize(GetSystemMetrics(VirtualScreenWidth), GetSystemMetrics(VirtualScreenHeight)));

    private static ScreenPlace? FindPlace()
    {
        var window = GetForegroundWindow();
        if (window == 0)
            return null;
        Span<char> title = stackalloc char[MaxTitle];
        var length = GetWindowText(window, title, MaxTitle);
        _ = GetWindowThreadProcessId(window, out var number);
        try
        {
            using var process = Process.GetProcessById((int)number);
            return new ScreenPlace(process.ProcessName, null, new string(title[..length])) { Document = $"{window}" };
        }
        catch (ArgumentException)
        {
            return null; // it ended in between
        }
    }

    // scaled coordinates would miss on every monitor but the first: set for the call, so that the host's windows stay as they are
    private static T InPixels<T>(Func<T> work)
    {
        var before = SetThreadDpiAwarenessContext(PerMonitorAware);
        try
        {
            return work();
        }
        finally
        {
            SetThreadDpiAwarenessContext(before);
        }
    }
}
