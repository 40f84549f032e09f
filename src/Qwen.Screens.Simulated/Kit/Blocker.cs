using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A ground that lets no touch through.</summary>
internal sealed class Blocker : View
{
    public Blocker(Action tap) => Tap = tap;

    /// <summary>Colour; null for the theme's.</summary>
    public SKColor? Ground { get; init; }

    public float Corner { get; init; }

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds) => pen.Fill(bounds, Ground ?? pen.Theme.Surface, Corner);
}
