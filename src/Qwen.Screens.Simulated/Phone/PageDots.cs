using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>Which page of several is seen.</summary>
internal sealed class PageDots(int page, int pages) : View
{
    private const float Step = 14;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds)
    {
        for (var i = 0; i < pages; i++)
        {
            var centre = new SKPoint(bounds.MidX + (i - (pages - 1) / 2f) * Step, bounds.MidY);
            pen.Circle(centre, 4, i == page ? SKColors.White : SKColors.White.WithAlpha(90));
        }
    }
}
