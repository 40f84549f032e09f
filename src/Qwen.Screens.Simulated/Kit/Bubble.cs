using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>What somebody said, on the side of who said it.</summary>
internal sealed class Bubble : View
{
    private const float Size = 15;
    private const float Padding = 11;
    private readonly bool isOwn;

    public Bubble(string text, bool isOwn)
    {
        Label = text;
        Role = ViewRole.Text;
        this.isOwn = isOwn;
    }

    public override float GetHeight(Pen pen, float width) => Wrap(pen, width).Count * pen.GetLineHeight(Size) + 16;

    public override void Place(Scene scene, SKRect bounds)
    {
        var wide = Wrap(scene.Pen, bounds.Width).Max(line => scene.Pen.Measure(line, Size)) + 2 * Padding + 1;
        scene.Add(this, isOwn ? bounds with { Left = bounds.Right - wide } : bounds with { Right = bounds.Left + wide });
    }

    public override void Paint(Pen pen, SKRect bounds)
    {
        pen.Fill(bounds, isOwn ? pen.Theme.Accent : pen.Theme.Raised, 16);
        var height = pen.GetLineHeight(Size);
        var y = bounds.Top + 8;
        foreach (var line in pen.Wrap(Label, Size, false, bounds.Width - 2 * Padding))
        {
            var room = new SKRect(bounds.Left + Padding, y, bounds.Right - Padding, y + height);
            pen.Text(line, room, Size, isOwn ? pen.Theme.OnAccent : pen.Theme.Text);
            y += height;
        }
    }

    private IReadOnlyList<string> Wrap(Pen pen, float width) => pen.Wrap(Label, Size, false, width * 0.8f - 2 * Padding);
}
