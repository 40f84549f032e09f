using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A key of the keyboard on the screen.</summary>
internal sealed class KeyView : View
{
    private readonly float? width;

    public KeyView(string label, Action tap, float? width = null)
    {
        this.width = width;
        Label = label;
        Role = ViewRole.Key;
        Tap = tap;
    }

    public Icon? Icon { get; init; }

    /// <summary>Whether it does something other than writing a letter.</summary>
    public bool IsSpecial { get; init; }

    public float Height { get; init; } = 42;

    public override float? GetWidth(Pen pen) => width;

    public override float GetHeight(Pen pen, float width) => Height;

    public override void Paint(Pen pen, SKRect bounds)
    {
        bounds.Inflate(-2, -3);
        pen.Fill(bounds, IsSpecial ? pen.Theme.Line : pen.Theme.Surface, 6);
        if (Icon is { } icon)
            pen.Draw(icon, new SKPoint(bounds.MidX, bounds.MidY), 20, pen.Theme.Text);
        else
            pen.Text(Label, bounds, IsSpecial ? 13 : 18, pen.Theme.Text, align: 0.5f);
    }
}
