using Qwen.Screens;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Tests;

/// <summary>
/// A device that a test scripts: keeps what was done to it, and holds a finger or a key down for a while as a real one does, so that a
/// test can cancel in between.
/// </summary>
internal sealed class FakeScreen : IScreen
{
    private int look;

    public FakeScreen(ScreenKind kind = ScreenKind.Phone, PixelSize? size = null)
    {
        Size = size ?? new PixelSize(360, 640);
        Capabilities = new ScreenCapabilities
        {
            Name = "fake screen",
            Kind = kind,
            Actions = new HashSet<Type>(typeof(ScreenAction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ScreenAction)))),
            KnowsControls = true,
            KnowsPlace = true,
        };
    }

    public ScreenCapabilities Capabilities { get; init; }

    public PixelSize Size { get; set; }

    public ScreenPlace? Place { get; set; } = new("notes");

    public bool IsProtected { get; set; }

    /// <summary>Whether the picture differs from one action to the next.</summary>
    public bool Changes { get; set; } = true;

    public List<ScreenAction> Done { get; } = [];

    /// <summary>Texts as they arrived, secrets in clear.</summary>
    public IEnumerable<string> Typed => Done.OfType<TypeTextAction>().Select(text => string.Join('\n', text.ToLines()));

    public int Held { get; private set; }

    public bool IsDisposed { get; private set; }

    public Func<ScreenPoint, ScreenControl?> Control { get; set; } = _ => new ScreenControl("Note", "text");

    public ScreenControl? Focus { get; set; }

    /// <summary>Called whenever a picture is taken.</summary>
    public Action? Look { get; set; }

    /// <summary>What the picture is filled with; null for a colour that tells how often something was done.</summary>
    public SKColor? Colour { get; set; }

    /// <summary>What the device does of itself when acted on.</summary>
    public Action<FakeScreen, ScreenAction>? React { get; set; }

    public TimeSpan ActionTime { get; set; }

    public Task<ScreenShot> CaptureAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Look?.Invoke();
        return Task.FromResult(new ScreenShot
        {
            Png = Draw(),
            Size = Size,
            Time = DateTimeOffset.UnixEpoch,
            Place = Place,
            IsProtected = IsProtected,
        });
    }

    public async Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Held++;
        try
        {
            if (ActionTime > TimeSpan.Zero)
                await Task.Delay(ActionTime, cancellationToken);
        }
        finally
        {
            Held--;
        }

        Done.Add(action);
        if (Changes)
            look++;
        React?.Invoke(this, action);
    }

    public Task<ScreenControl?> FindControlAsync(ScreenPoint point, CancellationToken cancellationToken = default) =>
        Task.FromResult(Control(point));

    public Task<ScreenControl?> FindFocusAsync(CancellationToken cancellationToken = default) => Task.FromResult(Focus);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private byte[] Draw()
    {
        using var bitmap = new SKBitmap(Size.Width, Size.Height);
        bitmap.Erase(Colour ?? new SKColor((byte)(40 + look), 90, 160));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
