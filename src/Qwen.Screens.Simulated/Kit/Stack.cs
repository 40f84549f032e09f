using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Views below each other, each as high as it likes.</summary>
internal sealed class Stack(IEnumerable<View> children) : View
{
    private readonly IReadOnlyList<View> children = [.. children];

    public float Gap { get; init; }

    /// <summary>Room left free on all sides.</summary>
    public float Padding { get; init; }

    /// <summary>Width where it stands beside others; null for a share.</summary>
    public float? Width { get; init; }

    public override float? GetWidth(Pen pen) => Width;

    public override float GetHeight(Pen pen, float width) =>
        children.Sum(child => child.GetHeight(pen, width - 2 * Padding)) + Gap * Math.Max(0, children.Count - 1) + 2 * Padding;

    public override void Place(Scene scene, SKRect bounds)
    {
        var y = bounds.Top + Padding;
        foreach (var child in children)
        {
            var height = child.GetHeight(scene.Pen, bounds.Width - 2 * Padding);
            child.Place(scene, new SKRect(bounds.Left + Padding, y, bounds.Right - Padding, y + height));
            y += height + Gap;
        }
    }
}
