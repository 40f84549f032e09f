using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A large plate with an icon, where an app would show a photograph.</summary>
internal sealed class Picture(Icon icon, SKColor colour) : View
{
    public override float GetHeight(Pen pen, float width) => 130;

    public override void Paint(Pen pen, SKRect bounds)
    {
        bounds.Inflate(-16, -8);
        pen.Fill(bounds, colour, 18);
        pen.Draw(icon, new SKPoint(bounds.MidX, bounds.MidY), 64, SKColors.White);
    }
}
