using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A button with an icon on it; its label is what is announced.</summary>
internal sealed class IconButton : View
{
    public IconButton(Icon icon, string label, Action tap)
    {
        Icon = icon;
        Label = label;
        Role = ViewRole.IconButton;
        Tap = tap;
    }

    public Icon Icon { get; }

    public float Size { get; init; } = 44;

    /// <summary>Whether it stands out on a disc of the accent colour.</summary>
    public bool IsFilled { get; init; }

    public SKColor? Colour { get; init; }

    public override float? GetWidth(Pen pen) => Size;

    public override float GetHeight(Pen pen, float width) => Size;

    public override void Paint(Pen pen, SKRect bounds)
    {
        var centre = new SKPoint(bounds.MidX, bounds.MidY);
        if (IsFilled)
            pen.Fill(bounds, pen.Theme.Accent, bounds.Height * 0.3f);
        pen.Draw(Icon, centre, Size * 0.5f, Colour ?? (IsFilled ? pen.Theme.OnAccent : pen.Theme.Text));
    }
}
