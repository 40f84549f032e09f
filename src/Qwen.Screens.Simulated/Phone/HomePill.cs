using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>The thin line along the lower edge.</summary>
internal sealed class HomePill(bool isOnPicture) : View
{
    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds)
    {
        var colour = isOnPicture ? SKColors.White : pen.Theme.Muted;
        pen.Fill(SKRect.Create(bounds.MidX - 50, bounds.MidY - 2, 100, 4), colour, 2);
    }
}
