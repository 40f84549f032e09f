using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>The thin bar that shows which part of a list is seen.</summary>
/// <param name="start">Share of the content above the window.</param>
/// <param name="length">Share of the content in the window.</param>
internal sealed class ScrollMark(float start, float length) : View
{
    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds)
    {
        var top = bounds.Top + start * bounds.Height;
        pen.Fill(
            new SKRect(bounds.Right - 5, top + 2, bounds.Right - 2, top + length * bounds.Height - 2),
            pen.Theme.Muted.WithAlpha(120),
            1.5f);
    }
}
