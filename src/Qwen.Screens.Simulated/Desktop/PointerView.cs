using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>The arrow of the mouse.</summary>
internal sealed class PointerView : View
{
    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds) => pen.Arrow(bounds.Location);
}
