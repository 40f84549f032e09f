using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>A word that stands above the page for a moment.</summary>
internal sealed class Toast : View
{
    private const float Size = 14;

    public Toast(string text)
    {
        Label = text;
        Role = ViewRole.Banner;
    }

    public override float? GetWidth(Pen pen) => pen.Measure(Label, Size) + 40;

    public override float GetHeight(Pen pen, float width) => pen.GetLineHeight(Size) + 20;

    public override void Paint(Pen pen, SKRect bounds)
    {
        pen.Fill(bounds, pen.Theme.Text, bounds.Height / 2);
        bounds.Inflate(-16, 0);
        pen.Text(Label, bounds, Size, pen.Theme.Background, align: 0.5f);
    }
}
