using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A view and where it stands.</summary>
/// <param name="View">The view.</param>
/// <param name="Bounds">All of it.</param>
/// <param name="Clip">What may show: the window of the list it scrolls in, or the screen.</param>
/// <param name="Layer">Height of the sheet it lies on: a dialog's is above that of its page.</param>
internal sealed record PlacedView(View View, SKRect Bounds, SKRect Clip, int Layer)
{
    /// <summary>What shows of it; empty where nothing does.</summary>
    public SKRect Visible => SKRect.Intersect(Bounds, Clip);

    public bool IsVisible => Visible is { Width: > 0, Height: > 0 };

    public bool Covers(SKPoint point) => Visible.Contains(point);
}
