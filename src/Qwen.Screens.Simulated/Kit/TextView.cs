using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Text in as many lines as it needs.</summary>
internal sealed class TextView : View
{
    public TextView(string text)
    {
        Label = text;
        Role = ViewRole.Text;
    }

    public float Size { get; init; } = 15;

    public bool Bold { get; init; }

    /// <summary>Whether it matters less than the rest.</summary>
    public bool Muted { get; init; }

    /// <summary>Colour where it is neither the text's nor the muted one.</summary>
    public SKColor? Colour { get; init; }

    /// <summary>0 left, 0.5 middle, 1 right.</summary>
    public float Align { get; init; }

    public override float GetHeight(Pen pen, float width) => pen.Wrap(Label, Size, Bold, width).Count * pen.GetLineHeight(Size);

    public override void Paint(Pen pen, SKRect bounds)
    {
        var height = pen.GetLineHeight(Size);
        var y = bounds.Top;
        foreach (var line in pen.Wrap(Label, Size, Bold, bounds.Width))
        {
            var colour = Colour ?? (Muted ? pen.Theme.Muted : pen.Theme.Text);
            pen.Text(line, new SKRect(bounds.Left, y, bounds.Right, y + height), Size, colour, Bold, Align);
            y += height;
        }
    }
}
