namespace Qwen.Perception.Tiles;

/// <summary>
/// Puts lines of text together: their letters tell where a line that a tile's edge cuts goes on. The whole picture gives only what no
/// tile could show, large writing.
/// </summary>
internal sealed class LineMerger(int slack) : TileMerger(slack)
{
    /// <summary>Share of a line within another from which on both are one.</summary>
    private const double Touching = 0.3;

    /// <inheritdoc/>
    public override void Add(TileFinding finding)
    {
        foreach (var large in Things.Where(thing => thing.SeenWhole && ShareWithin(finding.Box, thing.Box) > Touching).ToList())
        {
            // pieces of its letters are no lines; everything else is read better in a tile
            if ((finding.CutTop || finding.CutBottom) && large.Box.Y2 - large.Box.Y1 > finding.Box.Y2 - finding.Box.Y1)
                return;
            Things.Remove(large);
        }

        base.Add(finding);
    }

    /// <inheritdoc/>
    protected override bool Alike(LocatedBox a, LocatedBox b) => ShareOf(a.Y1, a.Y2, b.Y1, b.Y2) >= Same;

    /// <inheritdoc/>
    protected override string JoinLabels(LocatedBox first, LocatedBox second)
    {
        var letters = first.Label.Length + second.Label.Length;
        var width = (double)(first.X2 - first.X1 + second.X2 - second.X1) / Math.Max(1, letters);
        return JoinTexts(first.Label, second.Label, Math.Max(0, (first.X2 - second.X1) / Math.Max(1, width)));
    }

    /// <summary>Two parts of a line as one.</summary>
    /// <param name="left">What the left tile shows; its last letters may be cut and misread.</param>
    /// <param name="right">What the right tile shows; the same of its first letters.</param>
    /// <param name="shared">About how many letters both show.</param>
    internal static string JoinTexts(string left, string right, double shared)
    {
        const int Misread = 2;
        var (best, difference) = ("", double.MaxValue);
        for (var lost = 0; lost <= Math.Min(Misread, left.Length); lost++)
        {
            for (var wrong = 0; wrong <= Math.Min(Misread, right.Length); wrong++)
            {
                var (head, tail) = (left[..^lost], right[wrong..]);
                for (var same = Math.Min(head.Length, tail.Length); same > 0; same--)
                {
                    if (!head.EndsWith(tail[..same], StringComparison.Ordinal))
                        continue;
                    var off = Math.Abs(same + (lost + wrong) / 2.0 - shared) + (lost + wrong) * 0.6;
                    if (off < difference)
                        (best, difference) = (head + tail[same..], off);
                }
            }
        }

        // letters that do not match are taken from the left part; where none are shared, the parts are words of their own
        if (difference <= Math.Max(2, shared / 2))
            return best;
        var doubled = Math.Min(right.Length, (int)Math.Round(shared));
        return doubled == 0 ? $"{left} {right}" : left + right[doubled..];
    }
}
