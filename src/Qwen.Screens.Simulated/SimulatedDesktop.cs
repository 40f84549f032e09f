using Qwen.Screens.Simulated.Desktop;
using Qwen.Screens.Simulated.Kit;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated;

/// <summary>
/// A desktop that exists only here: windows with an editor and a list of files, menus, questions, mouse and keyboard. Equal actions give
/// equal pictures, byte for byte, on machines with the same fonts.
/// </summary>
/// <remarks>Not for concurrent use. It touches no file of the machine and keeps nothing when it is disposed.</remarks>
public sealed class SimulatedDesktop : IScreen
{
    private readonly DesktopShell shell = new();
    private readonly Surface surface;
    private readonly TimeProvider clock;
    private TimeSpan waited;
    private byte[]? picture;
    private Scene scene;

    /// <summary>Switches a desktop on.</summary>
    /// <param name="width">Pixels across; 800 to 4000.</param>
    /// <param name="height">Pixels down; 500 to 4000.</param>
    /// <param name="clock">Its time; null for a clock that stands at one moment. Waiting moves the desktop's own time on and takes
    /// none.</param>
    /// <exception cref="QwenException">A size is out of range, or Skia's native library is missing.</exception>
    public SimulatedDesktop(int width = 1024, int height = 640, TimeProvider? clock = null)
    {
        PictureLibrary.Require();
        if (width is < 800 or > 4000 || height is < 500 or > 4000)
            throw new QwenException($"A simulated desktop of {width}×{height} cannot be built: sizes go from 800×500 to 4000×4000.");
        this.clock = clock ?? new FixedClock();
        surface = new Surface(new PixelSize(width, height), 1);
        shell.Pointer = new SkiaSharp.SKPoint(width / 2, height / 2);
        scene = Arrange();
        Capabilities = new ScreenCapabilities
        {
            Name = "simulated desktop", Kind = ScreenKind.Desktop, KnowsControls = true, KnowsPlace = true,
            Actions = new HashSet<Type>
            {
                typeof(TapAction), typeof(DoubleTapAction), typeof(DragAction), typeof(MovePointerAction), typeof(ScrollAction),
                typeof(TypeTextAction), typeof(PressKeysAction),
                typeof(OpenAction), typeof(WaitAction),
            },
        };
    }

    /// <inheritdoc/>
    public ScreenCapabilities Capabilities { get; }

    /// <summary>What the desktop remembers.</summary>
    internal DesktopShell Shell => shell;

    /// <summary>What is shown, laid out.</summary>
    internal Scene Scene => scene;

    private DateTimeOffset Now => clock.GetUtcNow() + waited;

    /// <inheritdoc/>
    public Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (picture is null || clock is not FixedClock)
            picture = surface.Draw(scene = Arrange());
        return Task.FromResult(new ScreenShot
        {
            Png = picture, Size = surface.Size, Time = Now,
            Place = new ScreenPlace(shell.Front?.Program ?? "desktop", Title: shell.Question?.Title ?? shell.Front?.Title),
        });
    }

    /// <inheritdoc/>
    public Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        cancellationToken.ThrowIfCancellationRequested();
        switch (action)
        {
            case TapAction tap:
                Click(
                    tap.Point, view => tap.Button == MouseButton.Left ? view.Tap : tap.Button == MouseButton.Right ? view.LongPress : null);
                break;
            case DoubleTapAction tap:
                Click(tap.Point, view => view.DoubleTap ?? view.Tap);
                break;
            case DragAction drag:
                surface.Check(drag.To);
                Click(drag.From, view => view is TitleBar ? view.Tap : null);
                if (scene.Find(surface.ToLogical(drag.From), view => view.IsTouchable) is { View: TitleBar bar })
                    bar.Window.Move(drag.To.X - drag.From.X, drag.To.Y - drag.From.Y, surface.Bounds);
                MovePointer(drag.To);
                break;
            case MovePointerAction move:
                MovePointer(move.Point);
                break;
            case ScrollAction scroll:
                MovePointer(scroll.Point);
                if (scene.Find(shell.Pointer, view => view is ScrollView or Blocker) is { View: ScrollView list })
                    list.Position.Move(scroll.Down);
                break;
            case TypeTextAction typed:
                shell.Type(string.Join('\n', typed.ToLines()));
                break;
            case PressKeysAction keys:
                Press(keys.Keys);
                break;
            case OpenAction open:
                Open(open.Target);
                break;
            case WaitAction wait:
                waited += wait.Duration < TimeSpan.Zero ? TimeSpan.Zero : wait.Duration;
                break;
            default:
                throw new QwenException($"The simulated desktop cannot do this: {ActionText.Describe(action)}.");
        }

        picture = null;
        scene = Arrange();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        surface.Check(point);
        return Task.FromResult(surface.Describe(scene, point));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        surface.Dispose();
        return ValueTask.CompletedTask;
    }

    private Scene Arrange() => surface.Arrange(new DesktopFrame(shell, Now), Theme.Light, 1);

    private void MovePointer(ScreenPoint point)
    {
        surface.Check(point);
        shell.Pointer = new SkiaSharp.SKPoint(point.X, point.Y);
    }

    private void Click(ScreenPoint point, Func<View, Action?> choose)
    {
        MovePointer(point);
        if (scene.Find(surface.ToLogical(point), view => view.IsTouchable) is { } placed)
            choose(placed.View)?.Invoke();
    }

    private void Open(string target)
    {
        switch (target.Trim().ToLowerInvariant())
        {
            case "files":
                shell.ShowFiles();
                break;
            case "editor":
                shell.Edit(null);
                break;
            default:
                throw new QwenException($"The simulated desktop has no app '{target}'. It has Files and Editor.");
        }
    }

    // keys that stand for themselves type; all others are looked up as one chord
    private void Press(IReadOnlyList<string> keys)
    {
        var chord = string.Join('+', keys);
        if (shell.Press(chord))
            return;
        if (keys is [{ Length: 1 } letter])
            shell.Type(letter);
        else
            throw new QwenException(
                $"The simulated desktop does not know the keys '{chord}'. It knows letters, enter, escape, backspace, delete, tab, space, "
                + "ctrl+a, and in the editor ctrl+s, ctrl+n and ctrl+w.");
    }
}
