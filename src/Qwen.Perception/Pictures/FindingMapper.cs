using Qwen.Shared.Answers;
using Qwen.Shared.Asking;

namespace Qwen.Perception.Pictures;

/// <summary>
/// Brings findings to the caller's pixels: reversed boxes are swapped, everything is clamped to the picture, empty boxes and
/// duplicates are dropped, and the number is limited; each of that is noted.
/// </summary>
internal static class FindingMapper
{
    /// <summary>Two boxes of equal label and attributes that share more than this are one thing found twice.</summary>
    private const double SameBox = 0.8;

    /// <summary>Two boxes of one label that share more than this may be.</summary>
    private const double Doubtful = 0.5;

    /// <summary>So may one that shares this much of its own area with another: the same thing, boxed badly.</summary>
    private const double OnAnother = 0.8;

    private const string Swapped = "Swapped the corners of reversed boxes.";
    private const string Clamped = "Moved coordinates beyond the picture to its edge.";
    private const string Empty = "Left out boxes outside the picture or without area.";

    /// <summary>The boxes among the findings.</summary>
    public static IReadOnlyList<LocatedBox> MapBoxes(
        IEnumerable<ParsedItem> items, CoordinateMap map, int limit, RepairLog notes, AnswerTokens? tokens = null)
    {
        var boxes = new List<LocatedBox>();
        var duplicates = 0;
        foreach (var item in items.Where(item => item.IsBox))
        {
            if (MapBox(item, map, notes, tokens) is not { } box)
                continue;
            if (boxes.Any(other => IsSame(box, other) && box.Overlap(other) > SameBox && SameAttributes(box.Attributes, other.Attributes)))
                duplicates++;
            else if (boxes.Count < limit)
                boxes.Add(box);
            else
            {
                notes.Add($"Left out what goes beyond {limit} boxes.");
                break;
            }
        }

        if (duplicates > 0)
            notes.Add($"Removed {duplicates} duplicate {(duplicates == 1 ? "box" : "boxes")}.");
        foreach (var label in LabelsOnEachOther(boxes))
            notes.Add($"Boxes of \"{label}\" lie on each other: they may be one thing found twice.");
        return boxes;
    }

    private static IEnumerable<string> LabelsOnEachOther(List<LocatedBox> boxes) => boxes
        .GroupBy(box => box.Label)
        .Where(group => group.Key.Length > 0)
        .Where(group => group.SelectMany((box, i) => group.Skip(i + 1).Select(other => (box, other)))
            .Any(pair => SameAttributes(pair.box.Attributes, pair.other.Attributes) && IsOn(pair.box, pair.other)))
        .Select(group => group.Key);

    private static bool IsOn(LocatedBox one, LocatedBox other)
    {
        double width = Math.Min(one.X2, other.X2) - Math.Max(one.X1, other.X1);
        double height = Math.Min(one.Y2, other.Y2) - Math.Max(one.Y1, other.Y1);
        return width > 0 && height > 0
            && (width * height >= OnAnother * Math.Min(Area(one), Area(other)) || one.Overlap(other) > Doubtful);

        static double Area(LocatedBox box) => (double)(box.X2 - box.X1) * (box.Y2 - box.Y1);
    }

    /// <summary>The points among the findings.</summary>
    public static IReadOnlyList<LocatedPoint> MapPoints(
        IEnumerable<ParsedItem> items, CoordinateMap map, int limit, RepairLog notes, AnswerTokens? tokens = null)
    {
        var points = new List<LocatedPoint>();
        var duplicates = 0;
        foreach (var item in items.Where(item => !item.IsBox))
        {
            var point = MapPoint(item, map, notes, tokens);
            if (points.Any(other => point.X == other.X && point.Y == other.Y && point.Label == other.Label
                && SameAttributes(point.Attributes, other.Attributes)))
                duplicates++;
            else if (points.Count < limit)
                points.Add(point);
            else
            {
                notes.Add($"Left out what goes beyond {limit} points.");
                break;
            }
        }

        if (duplicates > 0)
            notes.Add($"Removed {duplicates} duplicate {(duplicates == 1 ? "point" : "points")}.");
        return points;
    }

    /// <summary>The centres of boxes, where a model answered with boxes instead of points.</summary>
    public static IEnumerable<ParsedItem> ToCentres(IEnumerable<ParsedItem> items) => items.Select(item => item.IsBox
        ? item with { Numbers = [(item.Numbers[0] + item.Numbers[2]) / 2, (item.Numbers[1] + item.Numbers[3]) / 2] }
        : item);

    private static LocatedBox? MapBox(ParsedItem item, CoordinateMap map, RepairLog notes, AnswerTokens? tokens)
    {
        var n = item.Numbers;
        if (n[0] > n[2] || n[1] > n[3])
            notes.Add(Swapped);
        NoteOutside(n, map, notes);
        var (left, top) = map.EdgeToPicture(Math.Min(n[0], n[2]), Math.Min(n[1], n[3]));
        var (right, bottom) = map.EdgeToPicture(Math.Max(n[0], n[2]), Math.Max(n[1], n[3]));

        // a box that has an area where the model saw it keeps a pixel of the picture
        Widen(ref left, ref right, n[0], n[2], map.Model.Width, map.Picture.Width);
        Widen(ref top, ref bottom, n[1], n[3], map.Model.Height, map.Picture.Height);
        if (left >= right || top >= bottom)
        {
            notes.Add(Empty);
            return null;
        }

        return new LocatedBox
        {
            X1 = left, Y1 = top, X2 = right, Y2 = bottom,
            Label = item.Label,
            Attributes = item.Attributes,
            Confidence = tokens?.Confidence(item.Places),
        };
    }

    private static void Widen(ref int low, ref int high, double first, double second, int seen, int size)
    {
        var inside = Math.Min(Math.Max(first, second), seen) - Math.Max(Math.Min(first, second), 0);
        if (low < high || inside <= 0)
            return;
        low = Math.Min(low, size - 1);
        high = low + 1;
    }

    private static LocatedPoint MapPoint(ParsedItem item, CoordinateMap map, RepairLog notes, AnswerTokens? tokens)
    {
        NoteOutside(item.Numbers, map, notes);
        var (x, y) = map.PointToPicture(item.Numbers[0], item.Numbers[1]);
        return new LocatedPoint
        {
            X = x, Y = y,
            Label = item.Label,
            Attributes = item.Attributes,
            Confidence = tokens?.Confidence(item.Places),
        };
    }

    private static void NoteOutside(IReadOnlyList<double> numbers, CoordinateMap map, RepairLog notes)
    {
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] < 0 || numbers[i] > (i % 2 == 0 ? map.Model.Width : map.Model.Height))
                notes.Add(Clamped);
        }
    }

    private static bool IsSame(LocatedBox box, LocatedBox other) =>
        string.Equals(box.Label, other.Label, StringComparison.OrdinalIgnoreCase);

    private static bool SameAttributes(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
