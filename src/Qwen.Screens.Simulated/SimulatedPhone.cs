using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Simulated;

/// <summary>
/// A phone that exists only here: launcher, settings, contacts, messages, notes, clock, a shop, a browser, drawn without any device.
/// Equal actions give equal pictures, byte for byte, on machines with the same fonts.
/// </summary>
/// <remarks>Not for concurrent use. It reaches no network and keeps nothing when it is disposed.</remarks>
public sealed partial class SimulatedPhone : IScreen
{
    private readonly SimulatedPhoneOptions options;
    private readonly TimeProvider clock;
    private readonly PhoneShell shell;
    private Surface surface;
    private Scene? scene;
    private byte[]? picture;
    private bool isPictureBlack;
    private long pictureMinute;
    private TimeSpan waited;
    private int turnsShown;
    private int framesLeft;

    /// <summary>Switches a phone on.</summary>
    /// <param name="options">How it is built; null for the usual.</param>
    /// <exception cref="QwenException">A size or density is out of range, or Skia's native library is missing.</exception>
    public SimulatedPhone(SimulatedPhoneOptions? options = null)
    {
        PictureLibrary.Require();
        this.options = options ??= new SimulatedPhoneOptions();
        if (options.Size is not { Width: >= 200 and <= 2000, Height: >= 320 and <= 2000 } || options.Density is not (>= 0.5 and <= 4))
            throw new QwenException(
                $"A simulated phone of {options.Size} at density {options.Density} cannot be built: sizes go from 200×320 to 2000×2000, "
                + "densities from 0.5 to 4.");
        clock = options.Clock ?? new FixedClock();
        shell = new PhoneShell(new PhoneState(), () => clock.GetUtcNow() + waited, options.Attacks);
        surface = CreateSurface();
        Capabilities = new ScreenCapabilities
        {
            Name = "simulated phone", Kind = ScreenKind.Phone, KnowsControls = true, KnowsPlace = true,
            Actions = new HashSet<Type>
            {
                typeof(TapAction), typeof(DoubleTapAction), typeof(LongPressAction), typeof(DragAction), typeof(ScrollAction),
                typeof(TypeTextAction), typeof(PressKeysAction),
                typeof(PressButtonAction),
                typeof(OpenAction), typeof(WaitAction),
            },
        };
    }

    /// <inheritdoc/>
    public ScreenCapabilities Capabilities { get; }

    /// <summary>Attacks that were obeyed, in order.</summary>
    public IReadOnlyList<SimulatedAttack> ObeyedAttacks => shell.Traps.Obeyed;

    /// <summary>Everything the phone remembers.</summary>
    internal PhoneState State => shell.State;

    /// <summary>The app in front; null on the launcher.</summary>
    internal string? FrontApp => shell.Front?.App.Id;

    /// <summary>What is shown, laid out.</summary>
    internal Scene Scene => scene ??= Arrange(0);

    private bool IsTurned => State.Settings.Landscape;

    /// <inheritdoc/>
    public Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isProtected = shell is { IsAsleep: false, Front.Page.IsProtected: true };
        return Task.FromResult(new ScreenShot
        {
            Png = Draw(isProtected), Size = surface.Size, Time = shell.Now, Density = options.Density, Rotation = IsTurned ? 90 : 0,
            IsProtected = isProtected, Place = GetPlace(),
        });
    }

    /// <inheritdoc/>
    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        surface.Check(point);
        return Task.FromResult(surface.Describe(Scene, point));
    }

    /// <inheritdoc/>
    public Task<ScreenControl?> FindFocusAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var field = shell.Focus is { } focus ? Scene.Views.LastOrDefault(placed => placed.View is FieldView view && view.Input == focus)
            : null;
        return Task.FromResult(field is null ? null : surface.Describe(field));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        surface.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The pixel in the middle of what shows of a view.</summary>
    internal ScreenPoint GetCentre(PlacedView placed) => surface.ToPixel(new SKPoint(placed.Visible.MidX, placed.Visible.MidY));

    /// <summary>The pixel that holds a logical point, or the nearest on the screen.</summary>
    internal ScreenPoint ToPixel(float x, float y) => surface.ToPixel(new SKPoint(x, y));

    /// <summary>The control at a pixel; null outside the screen too.</summary>
    internal PlacedView? FindPlaced(ScreenPoint point) => Scene.FindControl(surface.ToLogical(point));

    /// <summary>Shows what was changed in the state from outside.</summary>
    internal void Refresh() => Settle();

    /// <summary>Opens an app that is not on its launcher.</summary>
    internal void Open(Func<PhoneShell, PhoneApp> create)
    {
        shell.Open(create(shell));
        Settle();
    }

    private ScreenPlace GetPlace() => shell.Front switch
    {
        null => new ScreenPlace("app.launcher", Title: "Home"),
        { Page: { Address: { } address } page } session => new ScreenPlace(session.App.Id, address, page.Title),
        var session => new ScreenPlace(session.App.Id, Title: session.Page.Title),
    };

    private byte[] Draw(bool isProtected)
    {
        var minute = shell.Now.Ticks / TimeSpan.TicksPerMinute;
        if (picture is not null && framesLeft == 0 && isPictureBlack == isProtected && pictureMinute == minute && options.Clock is null)
            return picture;
        if (framesLeft > 0)
        {
            var moving = Arrange((float)framesLeft-- / (options.AnimationFrames + 1));
            return isProtected ? surface.DrawBlack() : surface.Draw(moving);
        }

        scene = Arrange(0);
        (isPictureBlack, pictureMinute) = (isProtected, minute);
        return picture = isProtected ? surface.DrawBlack() : surface.Draw(scene);
    }

    private Scene Arrange(float shift)
    {
        var theme = State.Settings.DarkMode ? Theme.Dark : Theme.Light;
        return surface.Arrange(new PhoneFrame(shell) { Shift = shift }, theme, State.Settings.TextScale);
    }

    private Surface CreateSurface()
    {
        var (width, height) = IsTurned ? (options.Size.Height, options.Size.Width) : (options.Size.Width, options.Size.Height);
        return new Surface(
            new PixelSize((int)Math.Round(width * options.Density), (int)Math.Round(height * options.Density)), options.Density);
    }
}
