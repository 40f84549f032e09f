using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>A laid out screen: every view with its place, lowest first. What is drawn and what is touched are the same list.</summary>
internal sealed class Scene
{
    private readonly List<PlacedView> views = [];
    private SKRect clip;
    private int layer;

    public Scene(View root, Pen pen, SKRect bounds)
    {
        Pen = pen;
        Bounds = clip = bounds;
        root.Place(this, bounds);
    }

    /// <summary>Measures text while views are placed.</summary>
    public Pen Pen { get; }

    public SKRect Bounds { get; }

    /// <summary>All views, those that are scrolled out of sight too.</summary>
    public IReadOnlyList<PlacedView> Views => views;

    public void Add(View view, SKRect bounds) => views.Add(new PlacedView(view, bounds, clip, layer));

    /// <summary>Places children that show through a window only.</summary>
    public void AddClipped(SKRect window, Action place)
    {
        var outer = clip;
        clip = SKRect.Intersect(outer, window);
        place();
        clip = outer;
    }

    /// <summary>Places a view on a sheet of its own, above all that came before.</summary>
    public void AddLayer(View view, SKRect bounds)
    {
        layer++;
        view.Place(this, bounds);
    }

    /// <summary>The uppermost view at a point that satisfies a condition.</summary>
    public PlacedView? Find(SKPoint point, Func<View, bool> condition) =>
        views.LastOrDefault(placed => placed.Covers(point) && condition(placed.View));

    /// <summary>The control that a touch at a point would reach, or else the text there.</summary>
    public PlacedView? FindControl(SKPoint point)
    {
        var touched = Find(point, view => view.IsTouchable);
        return touched is { View.Role: not ViewRole.None }
            ? touched
            : views.LastOrDefault(
                placed => placed.Covers(point) && placed.View.Role != ViewRole.None && placed.Layer >= (touched?.Layer ?? 0));
    }

    public void Paint(Pen pen)
    {
        foreach (var placed in views.Where(placed => placed.IsVisible))
        {
            // clipping costs more than most views, so it is done only where something sticks out
            var cut = !placed.Clip.Contains(placed.Bounds);
            if (cut)
            {
                pen.Canvas.Save();
                pen.Canvas.ClipRect(placed.Clip);
            }

            placed.View.Paint(pen, placed.Bounds);
            if (cut)
                pen.Canvas.Restore();
        }
    }
}
