namespace Qwen.Perception.Tiles;

/// <summary>
/// Puts what was found in overlapping tiles together: what several tiles show is one thing, and what a tile's edge cuts is joined with
/// its other part. What one tile lists twice stays two things.
/// </summary>
/// <param name="slack">Pixels by which boxes of one thing may differ.</param>
internal class TileMerger(int slack)
{
    /// <summary>Boxes that share more than this are one thing.</summary>
    protected const double Same = 0.5;

    /// <summary>Share of a cut part that lies in the whole of the thing.</summary>
    private const double Inside = 0.75;

    private readonly List<TileFinding> things = [];

    /// <summary>The things so far.</summary>
    protected List<TileFinding> Things => things;

    /// <summary>The things found so far, from top to bottom and from left to right.</summary>
    public IReadOnlyList<LocatedBox> Boxes => [.. things.Select(thing => thing.Box).OrderBy(box => box.Y1).ThenBy(box => box.X1)];

    /// <summary>Takes a finding in; those of the whole picture come first.</summary>
    public virtual void Add(TileFinding finding)
    {
        // a joined thing may be what a further part belongs to
        while (things.FirstOrDefault(thing => Belong(thing, finding)) is { } thing)
        {
            things.Remove(thing);
            finding = Merge(thing, finding);
        }

        things.Add(finding);
    }

    /// <summary>Whether two findings can be of one kind.</summary>
    protected virtual bool Alike(LocatedBox a, LocatedBox b) => string.Equals(a.Label, b.Label, StringComparison.OrdinalIgnoreCase);

    /// <summary>The label of a thing whose parts lie side by side or one above the other.</summary>
    protected virtual string JoinLabels(LocatedBox first, LocatedBox second) => first.Label;

    /// <summary>Whether the second finding goes on where the first one is cut.</summary>
    private bool Continues(TileFinding first, TileFinding second) =>
        (first.CutRight && second.CutLeft && Overlap(first.Box.X1, first.Box.X2, second.Box.X1, second.Box.X2) >= -slack
            && first.Box.X1 <= second.Box.X1 && ShareOf(first.Box.Y1, first.Box.Y2, second.Box.Y1, second.Box.Y2) >= Same)
        || (first.CutBottom && second.CutTop && Overlap(first.Box.Y1, first.Box.Y2, second.Box.Y1, second.Box.Y2) >= -slack
            && first.Box.Y1 <= second.Box.Y1 && ShareOf(first.Box.X1, first.Box.X2, second.Box.X1, second.Box.X2) >= Same);

    /// <summary>Share of two stretches that both cover.</summary>
    protected static double ShareOf(int from, int to, int otherFrom, int otherTo) =>
        (double)Math.Max(0, Overlap(from, to, otherFrom, otherTo)) / (Math.Max(to, otherTo) - Math.Min(from, otherFrom));

    private bool Belong(TileFinding a, TileFinding b) =>
        !a.Tiles.Intersect(b.Tiles).Any() && Alike(a.Box, b.Box)
        && (a.Box.Overlap(b.Box) > Same || IsPart(a, b) || IsPart(b, a) || Continues(a, b) || Continues(b, a));

    private TileFinding Merge(TileFinding a, TileFinding b)
    {
        if (Continues(a, b))
            return a.Join(b, JoinLabels(a.Box, b.Box));
        if (Continues(b, a))
            return b.Join(a, JoinLabels(b.Box, a.Box));

        if (IsPart(a, b) || IsPart(b, a))
            return Area(a.Box) >= Area(b.Box) ? a.Extend(b) : b.Extend(a);

        // the one that is cut least; a tile shows more than the whole picture; the surer one
        TileFinding[] both = [a, b];
        var ranked = both.OrderBy(f => f.Cuts).ThenBy(f => f.SeenWhole).ThenByDescending(f => f.Box.Confidence ?? 0).ToArray();
        return ranked[0].Extend(ranked[1]);
    }

    /// <summary>Whether most of a cut part lies within what another tile shows more of.</summary>
    protected static bool IsPart(TileFinding part, TileFinding whole) =>
        part.Cuts > 0 && Area(part.Box) <= Area(whole.Box) && ShareWithin(part.Box, whole.Box) >= Inside;

    /// <summary>Share of a box that lies within another.</summary>
    protected static double ShareWithin(LocatedBox box, LocatedBox other)
    {
        double width = Overlap(box.X1, box.X2, other.X1, other.X2);
        double height = Overlap(box.Y1, box.Y2, other.Y1, other.Y2);
        return width <= 0 || height <= 0 ? 0 : width * height / (box.X2 - box.X1) / (box.Y2 - box.Y1);
    }

    private static double Area(LocatedBox box) => (double)(box.X2 - box.X1) * (box.Y2 - box.Y1);

    private static int Overlap(int from, int to, int otherFrom, int otherTo) => Math.Min(to, otherTo) - Math.Max(from, otherFrom);
}
