using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>One part of a bar that switches between parts of an app.</summary>
internal sealed class TabView : View
{
    private readonly Icon icon;
    private readonly bool isChosen;

    public TabView(Icon icon, string label, bool isChosen, Action tap)
    {
        this.icon = icon;
        this.isChosen = isChosen;
        Label = label;
        Role = ViewRole.Tab;
        Tap = tap;
    }

    public override float GetHeight(Pen pen, float width) => 34 + pen.GetLineHeight(12);

    public override void Paint(Pen pen, SKRect bounds)
    {
        var colour = isChosen ? pen.Theme.Accent : pen.Theme.Muted;
        if (isChosen)
            pen.Fill(new SKRect(bounds.MidX - 22, bounds.Top + 3, bounds.MidX + 22, bounds.Top + 29), pen.Theme.Raised, 13);
        pen.Draw(icon, new SKPoint(bounds.MidX, bounds.Top + 16), 20, colour);
        pen.Text(Label, new SKRect(bounds.Left, bounds.Top + 29, bounds.Right, bounds.Bottom - 3), 12, colour, isChosen, 0.5f);
    }
}
