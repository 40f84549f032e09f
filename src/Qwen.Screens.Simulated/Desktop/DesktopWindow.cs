using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>A window: where it stands and what is in it.</summary>
/// <param name="shell">The desktop it stands on.</param>
/// <param name="bounds">Where it stands, in logical pixels.</param>
internal abstract class DesktopWindow(DesktopShell shell, SKRect bounds)
{
    public abstract string Program { get; }

    public abstract string Title { get; }

    public SKRect Bounds { get; private set; } = bounds;

    public ScrollPosition Scroll { get; } = new();

    /// <summary>What takes typed text while the window is in front.</summary>
    public virtual TextInput? Input => null;

    protected DesktopShell Shell { get; } = shell;

    public abstract IEnumerable<View> CreateMenus();

    public abstract IEnumerable<View> CreateBody();

    /// <summary>A chord such as "ctrl+s"; false where it means nothing here.</summary>
    public virtual bool Press(string chord) => false;

    public virtual void Close() => Shell.Remove(this);

    /// <summary>Moves it, so far that its title bar stays on the screen.</summary>
    public void Move(float right, float down, SKRect screen)
    {
        var left = Math.Clamp(Bounds.Left + right, 80 - Bounds.Width, screen.Right - 80);
        var top = Math.Clamp(Bounds.Top + down, 0, screen.Bottom - 80);
        Bounds = SKRect.Create(MathF.Round(left), MathF.Round(top), Bounds.Width, Bounds.Height);
    }
}
