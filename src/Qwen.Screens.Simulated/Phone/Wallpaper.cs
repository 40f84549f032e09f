using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>The ground of the launcher.</summary>
internal sealed class Wallpaper(bool isDark) : View
{
    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds)
    {
        if (isDark)
            pen.Gradient(bounds, new SKColor(0x10, 0x18, 0x2E), new SKColor(0x2B, 0x1B, 0x3D));
        else
            pen.Gradient(bounds, new SKColor(0x24, 0x4A, 0x8F), new SKColor(0x7A, 0x4A, 0x8C));
    }
}
