using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A framed ground that lets no touch through.</summary>
internal sealed class Panel : View
{
    public float Corner { get; init; }

    public override bool IsTouchable => true;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds)
    {
        pen.Fill(bounds, pen.Theme.Surface, Corner);
        pen.Frame(bounds, pen.Theme.Muted, Corner);
    }
}
