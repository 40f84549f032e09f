using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Views beside each other: some of a width of their own, the others share the rest.</summary>
internal sealed class Strip(IEnumerable<View> children) : View
{
    private readonly IReadOnlyList<View> children = [.. children];

    public float Gap { get; init; }

    /// <summary>Room left free at both ends.</summary>
    public float Padding { get; init; }

    public override float GetHeight(Pen pen, float width)
    {
        var share = GetShare(pen, width);
        return children.Max(child => child.GetHeight(pen, child.GetWidth(pen) ?? share));
    }

    public override void Place(Scene scene, SKRect bounds)
    {
        var share = GetShare(scene.Pen, bounds.Width);
        var x = bounds.Left + Padding;
        foreach (var child in children)
        {
            var width = child.GetWidth(scene.Pen) ?? share;
            var height = Math.Min(bounds.Height, child.GetHeight(scene.Pen, width));
            var top = bounds.MidY - height / 2;
            child.Place(scene, new SKRect(x, top, x + width, top + height));
            x += width + Gap;
        }
    }

    private float GetShare(Pen pen, float width)
    {
        var free = width - 2 * Padding - Gap * (children.Count - 1) - children.Sum(child => child.GetWidth(pen) ?? 0);
        return Math.Max(0, free / Math.Max(1, children.Count(child => child.GetWidth(pen) is null)));
    }
}
