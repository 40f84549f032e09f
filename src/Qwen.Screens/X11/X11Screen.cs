using System.Diagnostics;
using System.Globalization;
using System.Text;
using Qwen.Screens.Actions;
using Qwen.Screens.X11;
using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens;

/// <summary>
/// The desktop of an X display, through xdotool (XTest) and ffmpeg. Wayland sessions are reached only as far as Xwayland shows them.
/// </summary>
/// <remarks>
/// A button or key that is down when an action is cancelled is let go. Every program on the display can be reached, so hand it out behind
/// a policy. Not for concurrent use, also not by a person at the same mouse.
/// </remarks>
public sealed class X11Screen : IScreen
{
    private const int DragSteps = 12;
    private const int WheelPixels = 50;
    private const int MaxNotches = 100;
    private static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(5);

    private readonly X11ScreenOptions options;
    private PixelSize size;

    private X11Screen(X11ScreenOptions options) => this.options = options;

    /// <inheritdoc/>
    public ScreenCapabilities Capabilities { get; } = new()
    {
        Name = "X11 desktop",
        Kind = ScreenKind.Desktop,
        KnowsPlace = true,
        Actions = ScreenCapabilities.OfDesktops,
    };

    /// <summary>Connects to a display.</summary>
    /// <param name="options">Which; null for the one of the environment.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="QwenException">There is no display, or no xdotool.</exception>
    public static async Task<X11Screen> OpenAsync(X11ScreenOptions? options = null, CancellationToken cancellationToken = default)
    {
        var screen = new X11Screen(options ?? new X11ScreenOptions());
        await screen.MeasureAsync(cancellationToken).ConfigureAwait(false);
        return screen;
    }

    /// <inheritdoc/>
    public async Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default)
    {
        await MeasureAsync(cancellationToken).ConfigureAwait(false);
        var display = options.Display ?? Environment.GetEnvironmentVariable("DISPLAY") ?? ":0";
        var png = await RunAsync(
            FfmpegPrograms.Locate(options.FfmpegPath).Ffmpeg,
            [
                "-v", "error", "-f", "x11grab", "-draw_mouse", "0", "-video_size", $"{size.Width}x{size.Height}", "-i", display,
                "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-pred", "none", "-compression_level", "1", "-",
            ],
            null,
            cancellationToken).ConfigureAwait(false);
        return new ScreenShot
        {
            Png = png,
            Size = size,
            Time = DateTimeOffset.UtcNow,
            Place = await FindPlaceAsync(cancellationToken).ConfigureAwait(false)
        };
    }

    /// <inheritdoc/>
    public async Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        await (action switch
        {
            TapAction tap => SendAsync(["mousemove", .. At(tap.Point), "click", Number(tap.Button)], cancellationToken),
            DoubleTapAction tap =>
                SendAsync(["mousemove", .. At(tap.Point), "click", "--repeat", "2", "--delay", "80", "1"], cancellationToken),
            LongPressAction press => HoldAsync(press.Point, press.Point, press.Duration, cancellationToken),
            DragAction drag => HoldAsync(drag.From, drag.To, drag.Duration, cancellationToken),
            ScrollAction scroll => ScrollAsync(scroll, cancellationToken),
            MovePointerAction move => SendAsync(["mousemove", .. At(move.Point)], cancellationToken),
            TypeTextAction type => TypeAsync(type.ToLines(), cancellationToken),
            PressKeysAction keys => PressAsync([.. keys.Keys.Select(X11Keys.Find)], cancellationToken),
            WaitAction wait => Task.Delay(wait.Duration, cancellationToken),
            _ => throw new QwenException($"An X11 desktop cannot carry out {action}. Its capabilities say what it can."),
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) =>
        Task.FromResult<ScreenControl?>(null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // nothing stays open or down between actions

    private static string Number(MouseButton button) => button switch
    {
        MouseButton.Right => "3",
        MouseButton.Middle => "2",
        _ => "1",
    };

    // a desktop can change its size while it is looked at
    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var text = Encoding.ASCII.GetString(
            await RunAsync("xdotool", ["getdisplaygeometry"], null, cancellationToken).ConfigureAwait(false));
        size = text.Split(' ', StringSplitOptions.TrimEntries) is [var width, var height]
            && int.TryParse(width, CultureInfo.InvariantCulture, out var across)
            && int.TryParse(height, CultureInfo.InvariantCulture, out var down)
            ? new PixelSize(across, down)
            : throw new QwenException($"xdotool does not tell the size of the display but '{text.Trim()}'.");
    }

    // no window need be active, and not every desktop has a window manager that tells
    private async Task<ScreenPlace?> FindPlaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await RunAsync(
                "xdotool",
                [
                    "getactivewindow", "getwindowgeometry", "--shell", "getactivewindow", "getwindowpid", "getactivewindow",
                    "getwindowname",
                ],
                null,
                cancellationToken).ConfigureAwait(false);

            // six lines of names and values, of which the first is the window's number
            if (Encoding.UTF8.GetString(answer).Split('\n', 8, StringSplitOptions.TrimEntries)
                is not [var window, _, _, _, _, _, var number, var title])
                return null;
            using var process = Process.GetProcessById(int.Parse(number, CultureInfo.InvariantCulture));
            return new ScreenPlace(process.ProcessName, null, title) { Document = window };
        }
        catch (Exception error) when (error is QwenException or ArgumentException or FormatException)
        {
            return null; // a window without a process of this machine
        }
    }

    private async Task HoldAsync(ScreenPoint from, ScreenPoint to, TimeSpan duration, CancellationToken cancellationToken)
    {
        At(to); // before anything is down
        await SendAsync(["mousemove", .. At(from), "mousedown", "1"], CancellationToken.None).ConfigureAwait(false);
        try
        {
            for (var step = 1; step <= DragSteps; step++)
            {
                await Task.Delay(duration / DragSteps, cancellationToken).ConfigureAwait(false);
                await SendAsync(
                    [
                        "mousemove",
                        .. At(new ScreenPoint(from.X + ((to.X - from.X) * step / DragSteps), from.Y + ((to.Y - from.Y) * step / DragSteps)))
                    ],
                    cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await ReleaseAsync(["mouseup", "1"]).ConfigureAwait(false);
        }
    }

    private async Task ScrollAsync(ScrollAction scroll, CancellationToken cancellationToken)
    {
        await SendAsync(["mousemove", .. At(scroll.Point)], cancellationToken).ConfigureAwait(false);
        foreach (var (pixels, back, forth) in new[] { (scroll.Down, "4", "5"), (scroll.Right, "6", "7") })
        {
            if (pixels == 0)
                continue;
            var notches = Math.Clamp((Math.Abs((long)pixels) + (WheelPixels / 2)) / WheelPixels, 1, MaxNotches);
            await SendAsync(
                ["click", "--repeat", $"{notches}", "--delay", "10", pixels < 0 ? back : forth], cancellationToken).ConfigureAwait(false);
        }
    }

    // in pieces, between which it can be cancelled: a program killed in the middle would leave a key down
    private async Task TypeAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        string? front = null;
        foreach (var piece in TextPieces.Split(lines))
        {
            cancellationToken.ThrowIfCancellationRequested();

            // what comes to the front meanwhile is not what the text is meant for
            var now = await FindActiveWindowAsync().ConfigureAwait(false);
            if (now != (front ??= now))
                throw new QwenException("Another window came to the front while the text was typed: look again.");
            if (piece == "\n")
                await SendAsync(["key", "Return"], CancellationToken.None).ConfigureAwait(false);
            else
                await RunAsync(
                    "xdotool",
                    ["type", "--clearmodifiers", "--delay", Delay(piece), "--file", "-"],
                    piece,
                    CancellationToken.None).ConfigureAwait(false);
        }
    }

    // empty where there is none, and where no window manager tells
    private async Task<string> FindActiveWindowAsync()
    {
        try
        {
            var answer = await RunAsync("xdotool", ["getactivewindow"], null, CancellationToken.None).ConfigureAwait(false);
            return Encoding.ASCII.GetString(answer).Trim();
        }
        catch (QwenException)
        {
            return "";
        }
    }

    // a character that the keyboard lacks borrows a key, which programs have to be told of before it is pressed
    private static string Delay(string piece) => char.IsAscii(piece[0]) ? "8" : "150";

    private async Task PressAsync(IReadOnlyList<string> keysyms, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await SendAsync(keysyms.SelectMany(keysym => new[] { "keydown", keysym }), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await ReleaseAsync(keysyms.Reverse().SelectMany(keysym => new[] { "keyup", keysym })).ConfigureAwait(false);
        }
    }

    private async Task ReleaseAsync(IEnumerable<string> arguments)
    {
        using var time = new CancellationTokenSource(ReleaseTime);
        await X11Program.RunAsync("xdotool", arguments, options.Display, null, time.Token).ConfigureAwait(false);
    }

    private Task<byte[]> SendAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        RunAsync("xdotool", arguments, null, cancellationToken);

    private async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(options.Timeout);
        try
        {
            return await X11Program.RunAsync(program, arguments, options.Display, input, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QwenException($"'{program}' did not end within {options.Timeout.TotalSeconds:0.#} seconds and was stopped.");
        }
    }

    private string[] At(ScreenPoint point) =>
        point.X >= 0 && point.Y >= 0 && point.X < size.Width && point.Y < size.Height
            ? [point.X.ToString(CultureInfo.InvariantCulture), point.Y.ToString(CultureInfo.InvariantCulture)]
            : throw new QwenException($"({point.X}, {point.Y}) lies outside the {size} pixels of the desktop.");
}
