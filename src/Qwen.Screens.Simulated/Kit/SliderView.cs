using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A value between 0 and 100 that is set by touching or dragging.</summary>
internal sealed class SliderView : View
{
    private const float Margin = 24;
    private readonly int value;
    private readonly Action<int> set;

    public SliderView(string label, int value, Action<int> set)
    {
        Label = label;
        Role = ViewRole.Slider;
        this.value = value;
        this.set = set;
    }

    public override bool IsTouchable => true;

    public override float GetHeight(Pen pen, float width) => pen.GetLineHeight(14) + 44;

    public override void Touch(SKPoint point, SKRect bounds)
    {
        var share = (point.X - bounds.Left - Margin) / (bounds.Width - 2 * Margin);
        set((int)MathF.Round(Math.Clamp(share, 0, 1) * 100));
    }

    public override void Paint(Pen pen, SKRect bounds)
    {
        var theme = pen.Theme;
        var head = new SKRect(bounds.Left + 16, bounds.Top + 8, bounds.Right - 16, bounds.Top + 8 + pen.GetLineHeight(14));
        pen.Text(Label, head, 14, theme.Text);
        pen.Text($"{value} %", head, 14, theme.Muted, align: 1);
        var y = bounds.Bottom - 18;
        var (left, right) = (bounds.Left + Margin, bounds.Right - Margin);
        var x = left + (right - left) * value / 100;
        pen.Fill(new SKRect(left, y - 2, right, y + 2), theme.Line, 2);
        pen.Fill(new SKRect(left, y - 2, x, y + 2), theme.Accent, 2);
        pen.Circle(new SKPoint(x, y), 10, theme.Accent);
    }
}
