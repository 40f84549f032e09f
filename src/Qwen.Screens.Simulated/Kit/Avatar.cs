using System.Globalization;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A person's initial on a disc.</summary>
internal sealed class Avatar(string name, SKColor colour) : View
{
    private const float Radius = 44;

    public override float GetHeight(Pen pen, float width) => 2 * Radius;

    public override void Paint(Pen pen, SKRect bounds)
    {
        var centre = new SKPoint(bounds.MidX, bounds.MidY);
        pen.Circle(centre, Radius, colour);
        pen.Text(StringInfo.GetNextTextElement(name), bounds, 38, SKColors.White, bold: true, align: 0.5f);
    }
}
