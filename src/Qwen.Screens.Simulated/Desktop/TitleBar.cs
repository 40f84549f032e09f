using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Desktop;

/// <summary>The upper edge of a window, by which it is raised and dragged.</summary>
internal sealed class TitleBar : View
{
    public const float Height = 34;
    private readonly bool isFront;

    public TitleBar(DesktopWindow window, bool isFront, Action raise)
    {
        this.isFront = isFront;
        Window = window;
        Label = window.Title;
        Role = ViewRole.Window;
        Tap = raise;
    }

    public DesktopWindow Window { get; }

    public override float GetHeight(Pen pen, float width) => Height;

    public override void Paint(Pen pen, SKRect bounds)
    {
        pen.Fill(bounds, isFront ? pen.Theme.Accent : pen.Theme.Raised, 8);
        pen.Fill(bounds with { Top = bounds.MidY }, isFront ? pen.Theme.Accent : pen.Theme.Raised);
        pen.Text(Label, new SKRect(
            bounds.Left + 12, bounds.Top, bounds.Right - 44, bounds.Bottom), 14, isFront ? pen.Theme.OnAccent : pen.Theme.Text, bold: true);
    }
}
