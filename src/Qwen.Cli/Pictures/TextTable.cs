using System.Globalization;
using Qwen.SemanticKernel.Plugins;

namespace Qwen.Cli.Pictures;

/// <summary>Rows for people: columns under each other, numbers to the right.</summary>
internal static class TextTable
{
    /// <summary>A line of names and one for each row; no lines at all where there are no rows.</summary>
    public static IEnumerable<string> Format(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count == 0)
            return [];
        var widths = names.Select((name, i) => Math.Max(name.Length, rows.Max(row => row[i].Length))).ToArray();
        var numbers = names.Select((_, i) => rows.All(row => double.TryParse(row[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var _))).ToArray();
        return rows.Prepend(names).Select(row => string.Join("  ", row.Select(Pad)).TrimEnd());

        string Pad(string cell, int column) => numbers[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
    }

    /// <summary>Boxes with what they hold.</summary>
    public static IEnumerable<string> Format(IReadOnlyList<LocatedBox> boxes, string name = "label") => Format(
        ["x1", "y1", "x2", "y2", name],
        [.. boxes.Select(box => (string[])[Number(box.X1), Number(box.Y1), Number(box.X2), Number(box.Y2), Describe(box.Label, box.Attributes)])]);

    /// <summary>Points with what is there.</summary>
    public static IEnumerable<string> Format(IReadOnlyList<LocatedPoint> points) => Format(
        ["x", "y", "label"],
        [.. points.Select(point => (string[])[Number(point.X), Number(point.Y), Describe(point.Label, point.Attributes)])]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Describe(string label, IReadOnlyDictionary<string, string> attributes) =>
        string.Join("; ", attributes.Select(pair => $"{pair.Key}: {pair.Value}").Prepend(label)).ReplaceLineEndings(" ");
}
