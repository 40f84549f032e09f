using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A button with a word on it.</summary>
internal sealed class Button : View
{
    private const float Size = 15;
    private const float Margin = 16;

    public Button(string label, Action tap)
    {
        Label = label;
        Role = ViewRole.Button;
        Tap = tap;
    }

    public ButtonLook Look { get; init; }

    /// <summary>Whether it is only as wide as its word.</summary>
    public bool IsNarrow { get; init; }

    public float Height { get; init; } = 44;

    public override float? GetWidth(Pen pen) => IsNarrow ? pen.Measure(Label, Size, bold: true) + 2 * Margin : null;

    public override float GetHeight(Pen pen, float width) => Math.Max(Height, pen.GetLineHeight(Size) + 16);

    public override void Paint(Pen pen, SKRect bounds)
    {
        var theme = pen.Theme;
        var (ground, letters) = Look switch
        {
            ButtonLook.Filled => (theme.Accent, theme.OnAccent),
            ButtonLook.Tonal => (theme.Raised, theme.Text),
            ButtonLook.Danger => (theme.Danger, theme.IsDark ? theme.Background : SKColors.White),
            _ => (SKColors.Transparent, theme.Accent),
        };
        if (ground != SKColors.Transparent)
            pen.Fill(bounds, ground, Math.Min(12, bounds.Height / 2));
        bounds.Inflate(-6, 0);
        pen.Text(Label, bounds, Size, letters, bold: true, align: 0.5f);
    }
}
