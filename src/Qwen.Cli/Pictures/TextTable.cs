using System.Globalization;
using Qwen.Perception;

namespace Qwen.Cli.Pictures;

/// <summary>Rows for people: columns under each other, numbers to the right. A column that has nothing in it is left out.</summary>
internal static class TextTable
{
    /// <summary>A line of names and one for each row; no lines at all where there are no rows.</summary>
    /// <param name="columns">Columns of equally many cells.</param>
    public static IEnumerable<string> Format(params IReadOnlyList<TextColumn> columns)
    {
        var shown = columns.Where(column => column.Cells.Any(cell => cell.Length > 0)).Select(Pad).ToList();
        return shown.Count == 0
            ? []
            : Enumerable.Range(0, shown[0].Length).Select(row => string.Join("  ", shown.Select(column => column[row])).TrimEnd());
    }

    /// <summary>Boxes with what they hold.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="name">What their labels are called.</param>
    public static IEnumerable<string> OfBoxes(IReadOnlyList<LocatedBox> boxes, string name = "label") => Format(
        new("x1", [.. boxes.Select(box => Number(box.X1))]),
        new("y1", [.. boxes.Select(box => Number(box.Y1))]),
        new("x2", [.. boxes.Select(box => Number(box.X2))]),
        new("y2", [.. boxes.Select(box => Number(box.Y2))]),
        new("confidence", [.. boxes.Select(box => Share(box.Confidence))]),
        new(name, [.. boxes.Select(box => Describe(box.Label, box.Attributes))]));

    /// <summary>Points with what is there.</summary>
    public static IEnumerable<string> OfPoints(IReadOnlyList<LocatedPoint> points) => Format(
        new("x", [.. points.Select(point => Number(point.X))]),
        new("y", [.. points.Select(point => Number(point.Y))]),
        new("confidence", [.. points.Select(point => Share(point.Confidence))]),
        new("label", [.. points.Select(point => Describe(point.Label, point.Attributes))]));

    /// <summary>A share of 1; empty for an unknown one.</summary>
    public static string Share(double? share) => share?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    // name and cells, all equally wide
    private static string[] Pad(TextColumn column)
    {
        var cells = column.Cells.Select(cell => cell.ReplaceLineEndings(" ")).ToList();
        var width = Math.Max(column.Name.Length, cells.Max(cell => cell.Length));
        var number = cells.All(cell => cell.Length == 0 || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        return [.. cells.Prepend(column.Name).Select(cell => number ? cell.PadLeft(width) : cell.PadRight(width))];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Describe(string label, IReadOnlyDictionary<string, string> attributes) =>
        string.Join("; ", attributes.Select(pair => $"{pair.Key}: {pair.Value}").Prepend(label));
}
