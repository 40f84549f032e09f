using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A window on content that may be higher than itself.</summary>
internal sealed class ScrollView(ScrollPosition position, View content) : View
{
    private const float Foot = 12;
    private float contentHeight;

    public ScrollPosition Position { get; } = position;

    public override float GetHeight(Pen pen, float width) => content.GetHeight(pen, width) + Foot;

    public override void Place(Scene scene, SKRect bounds)
    {
        scene.Add(this, bounds);
        contentHeight = GetHeight(scene.Pen, bounds.Width);
        Position.SetLimit(contentHeight - bounds.Height);
        var top = bounds.Top - MathF.Round(Position.Offset);
        scene.AddClipped(bounds, () => content.Place(scene, new SKRect(bounds.Left, top, bounds.Right, top + contentHeight - Foot)));
        if (Position.Limit > 0)
            scene.Add(new ScrollMark(Position.Offset / contentHeight, bounds.Height / contentHeight), bounds);
    }
}
