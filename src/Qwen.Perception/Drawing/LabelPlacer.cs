using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>
/// Finds places for labels that cover neither each other nor what was found. Beside the box is tried first, then a little away with a line
/// to it; where there is no room for the text, there is for its number. The same findings have the same places.
/// </summary>
/// <param name="bounds">The picture.</param>
/// <param name="line">Width of an outline.</param>
internal sealed class LabelPlacer(SKRect bounds, float line)
{
    /// <summary>Beyond this a picture is no longer read label by label: numbers stand where there is room, else the frame alone.</summary>
    public const int MostTexts = 400;

    // a box this much inside another is on that, as a cup on a table, and its label may be there too
    private const float Within = 0.9f;

    private readonly List<SKRect> plates = [];
    private readonly List<(SKPoint From, SKPoint To)> leaders = [];

    /// <summary>Places all labels; null for findings without one.</summary>
    public static PlacedLabel?[] Place(SKRect bounds, float line, IReadOnlyList<LabelTarget> targets)
    {
        var texts = targets.Count(target => !target.Text.IsEmpty);
        if (texts > 0 && targets.Count <= MostTexts)
        {
            var placed = new LabelPlacer(bounds, line).PlaceAll(targets, withTexts: true);

            // where most are numbers, all are: one place to look at instead of two
            if (placed.Count(label => label is { IsNumber: false }) * 2 >= texts)
                return placed;
        }

        return new LabelPlacer(bounds, line).PlaceAll(targets, withTexts: false);
    }

    private PlacedLabel?[] PlaceAll(IReadOnlyList<LabelTarget> targets, bool withTexts)
    {
        var placed = new PlacedLabel?[targets.Count];
        if (withTexts)
            PlaceThose(target => target.Text, isNumber: false);
        PlaceThose(target => target.Number, isNumber: true);
        for (var i = 0; i < placed.Length && placed.Length <= MostTexts; i++)
        {
            if (placed[i] is null && !targets[i].Number.IsEmpty)
                placed[i] = Add(LeastCovering(targets, i), isNumber: true, null) with { IsForced = true };
        }

        return placed;

        void PlaceThose(Func<LabelTarget, SKSize> size, bool isNumber)
        {
            for (var i = 0; i < placed.Length; i++)
            {
                var plate = size(targets[i]);
                if (placed[i] is null && !plate.IsEmpty && TryBeside(targets, i, plate, isNumber) is { } beside)
                    placed[i] = Add(beside, isNumber, null);
            }

            for (var i = 0; i < placed.Length; i++)
            {
                var plate = size(targets[i]);
                if (placed[i] is null && !plate.IsEmpty && TryAway(targets, i, plate) is { } away)
                    placed[i] = Add(away.Plate, isNumber, away.Leader);
            }
        }
    }

    private PlacedLabel Add(SKRect plate, bool isNumber, (SKPoint From, SKPoint To)? leader)
    {
        plates.Add(plate);
        if (leader is { } added)
            leaders.Add(added);
        return new PlacedLabel(plate, isNumber, leader);
    }

    private SKRect? TryBeside(IReadOnlyList<LabelTarget> targets, int index, SKSize size, bool isNumber)
    {
        foreach (var plate in Beside(targets[index], size, isNumber))
        {
            if (IsFree(plate, targets, index))
                return plate;
        }

        return null;
    }

    // around the box, nearest to how one reads first; last inside, where the plate hides little of it
    private IEnumerable<SKRect> Beside(LabelTarget target, SKSize size, bool isNumber)
    {
        var (place, gap) = (target.Place, line);
        var (above, below) = (place.Top - gap - size.Height, place.Bottom + gap);
        float[] across = [place.Left - gap, place.Right + gap - size.Width, place.MidX - size.Width / 2];
        foreach (var top in new[] { above, below })
        {
            foreach (var left in across)
                yield return SKRect.Create(Math.Clamp(left, 0, Math.Max(0, bounds.Width - size.Width)), top, size.Width, size.Height);
        }

        // numbers of lines one below the other make a column before them, texts one behind
        float[] down = [place.MidY - size.Height / 2, place.Top - gap, place.Bottom + gap - size.Height];
        var (before, behind) = (place.Left - gap - size.Width, place.Right + gap);
        foreach (var left in isNumber ? new[] { before, behind } : [behind, before])
        {
            foreach (var top in down)
                yield return SKRect.Create(left, Math.Clamp(top, 0, Math.Max(0, bounds.Height - size.Height)), size.Width, size.Height);
        }

        if (target.IsPoint || size.Width * size.Height > 0.06f * place.Width * place.Height)
            yield break;
        foreach (var top in new[] { place.Top + gap, place.Bottom - gap - size.Height, place.MidY - size.Height / 2 })
        {
            foreach (var left in new[] { place.Left + gap, place.Right - gap - size.Width, place.MidX - size.Width / 2 })
                yield return SKRect.Create(left, top, size.Width, size.Height);
        }
    }

    // rings around the box, the near ones first
    private (SKRect Plate, (SKPoint From, SKPoint To) Leader)? TryAway(IReadOnlyList<LabelTarget> targets, int index, SKSize size)
    {
        if (targets.Count > MostTexts)
            return null;
        var place = targets[index].Place;
        for (var ring = 1; ring <= 8; ring++)
        {
            var reach = ring * size.Height * 0.75f + line;
            for (var step = 0; step < 24; step++)
            {
                var (sin, cos) = MathF.SinCos(step * MathF.Tau / 24);
                var middle = new SKPoint(
                    place.MidX + cos * ((place.Width + size.Width) / 2 + reach),
                    place.MidY + sin * ((place.Height + size.Height) / 2 + reach));
                var plate = SKRect.Create(middle.X - size.Width / 2, middle.Y - size.Height / 2, size.Width, size.Height);
                if (Shared(plate, place) > 0 || !IsFree(plate, targets, index))
                    continue;
                var leader = (Nearest(plate, place), Nearest(place, plate));
                if (IsFree(leader, plate, targets, index))
                    return (plate, leader);
            }
        }

        return null;
    }

    // nothing is free: inside or at the edge of the box, over as little as can be
    private SKRect LeastCovering(IReadOnlyList<LabelTarget> targets, int index)
    {
        var (place, size) = (targets[index].Place, targets[index].Number);
        var corners =
            from left in new[] { place.Left, place.Right - size.Width }
            from top in new[] { place.Top, place.Bottom - size.Height }
            select SKRect.Create(left, top, size.Width, size.Height);
        return Beside(targets[index], size, isNumber: true).Concat(corners).Select(ToInside).MinBy(plate =>
            10 * plates.Sum(other => Shared(other, plate))
            + targets.Sum(other => Shared(other.Place, plate)));
    }

    private SKRect ToInside(SKRect plate) => SKRect.Create(
        Math.Clamp(plate.Left, 0, Math.Max(0, bounds.Width - plate.Width)),
        Math.Clamp(plate.Top, 0, Math.Max(0, bounds.Height - plate.Height)),
        plate.Width,
        plate.Height);

    private bool IsFree(SKRect plate, IReadOnlyList<LabelTarget> targets, int index)
    {
        if (plate.Left < 0 || plate.Top < 0 || plate.Right > bounds.Width || plate.Bottom > bounds.Height)
            return false;
        foreach (var other in plates)
        {
            if (Shared(other, plate) > 0)
                return false;
        }

        foreach (var (from, to) in leaders)
        {
            if (Crosses(plate, from, to))
                return false;
        }

        var own = targets[index].Place;
        for (var i = 0; i < targets.Count; i++)
        {
            var place = targets[i].Place;
            var near = SKRect.Inflate(place, line, line);
            if (i == index || Shared(near, plate) == 0 || (!targets[i].IsPoint && AreTwins(place, own)))
                continue;

            // on what holds it a plate may be, but not on the edge of that
            if (targets[i].IsPoint || !Holds(place, own) || Shared(place, plate) < 0.99f * plate.Width * plate.Height)
                return false;
        }

        return true;
    }

    private bool IsFree((SKPoint From, SKPoint To) leader, SKRect plate, IReadOnlyList<LabelTarget> targets, int index)
    {
        foreach (var other in plates)
        {
            if (Crosses(other, leader.From, leader.To))
                return false;
        }

        var own = targets[index].Place;
        for (var i = 0; i < targets.Count; i++)
        {
            var place = targets[i].Place;
            if (i != index && !Holds(place, own) && !AreTwins(place, own) && Crosses(place, leader.From, leader.To))
                return false;
        }

        return !plate.IsEmpty;
    }

    // whether one finding lies on another, larger one
    private static bool Holds(SKRect outer, SKRect inner) =>
        outer.Width * outer.Height > 1.5f * inner.Width * inner.Height && Shared(outer, inner) >= Within * inner.Width * inner.Height;

    // two boxes of one thing
    private static bool AreTwins(SKRect one, SKRect other)
    {
        var shared = Shared(one, other);
        return shared > 0.6f * (one.Width * one.Height + other.Width * other.Height - shared);
    }

    private static float Shared(SKRect one, SKRect other)
    {
        var width = Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left);
        var height = Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    // the point of a rectangle that is nearest to another's middle
    private static SKPoint Nearest(SKRect rectangle, SKRect other) =>
        new(Math.Clamp(other.MidX, rectangle.Left, rectangle.Right), Math.Clamp(other.MidY, rectangle.Top, rectangle.Bottom));

    // whether a line passes through a rectangle: cut at each edge in turn, as Liang and Barsky do
    private static bool Crosses(SKRect rectangle, SKPoint from, SKPoint to)
    {
        var (start, end) = (0f, 1f);
        var (x, y) = (to.X - from.X, to.Y - from.Y);
        return Cut(-x, from.X - rectangle.Left) && Cut(x, rectangle.Right - from.X) && Cut(-y, from.Y - rectangle.Top)
            && Cut(y, rectangle.Bottom - from.Y) && start < end;

        bool Cut(float towards, float distance)
        {
            if (towards == 0)
                return distance > 0;
            var at = distance / towards;
            if (towards < 0)
                start = Math.Max(start, at);
            else
                end = Math.Min(end, at);
            return start < end;
        }
    }
}
