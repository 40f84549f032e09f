using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A plate with round corners under other views.</summary>
internal sealed class Card(View content) : View
{
    public float Padding { get; init; }

    /// <summary>Room left free beside it.</summary>
    public float Margin { get; init; } = 12;

    public SKColor? Ground { get; init; }

    public override float GetHeight(Pen pen, float width) => content.GetHeight(pen, width - 2 * (Margin + Padding)) + 2 * Padding;

    public override void Place(Scene scene, SKRect bounds)
    {
        bounds.Inflate(-Margin, 0);
        scene.Add(this, bounds);
        bounds.Inflate(-Padding, -Padding);
        content.Place(scene, bounds);
    }

    public override void Paint(Pen pen, SKRect bounds) => pen.Fill(bounds, Ground ?? pen.Theme.Surface, 16);
}
