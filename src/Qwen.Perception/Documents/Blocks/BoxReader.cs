using System.Globalization;
using Qwen.Perception.Documents.Html;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;

namespace Qwen.Perception.Documents.Blocks;

/// <summary>Brings the boxes of elements to the caller's pixels.</summary>
internal sealed class BoxReader(CoordinateMap map, RepairLog log)
{
    private static readonly char[] Separators = [' ', '\t', '\r', '\n', ',', ';', '[', ']', '(', ')'];

    /// <summary>The element's own box, else the rectangle round its polygon; null where it has neither, or none on the page.</summary>
    public DocumentBox? Read(HtmlElement element)
    {
        if (!element.HasBox)
            return null;
        if (ReadNumbers(element["data-bbox"]) is { Length: >= 4 } corners)
            return Map(corners[0], corners[1], corners[2], corners[3]);
        if (ReadNumbers(element["data-polygon"]) is { Length: >= 6 } outline)
        {
            var x = outline.Where((_, i) => i % 2 == 0).ToArray();
            var y = outline.Where((_, i) => i % 2 == 1).ToArray();
            return Map(x.Min(), y.Min(), x.Max(), y.Max());
        }

        log.Add(HtmlRepairs.NoBox);
        return null;
    }

    /// <summary>The rectangle round several boxes; null where there is none.</summary>
    public static DocumentBox? Around(IEnumerable<DocumentBox?> boxes) => boxes.Aggregate((a, b) =>
        a is null ? b
        : b is null ? a
        : new DocumentBox(Math.Min(a.X1, b.X1), Math.Min(a.Y1, b.Y1), Math.Max(a.X2, b.X2), Math.Max(a.Y2, b.Y2)));

    private static double[] ReadNumbers(string text)
    {
        var numbers = new List<double>();
        foreach (var part in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!double.TryParse(
                part, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || !double.IsFinite(number))
                return [];
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private DocumentBox? Map(double left, double top, double right, double bottom)
    {
        if (left > right || top > bottom)
        {
            log.Add(HtmlRepairs.Reversed);
            (left, right) = (Math.Min(left, right), Math.Max(left, right));
            (top, bottom) = (Math.Min(top, bottom), Math.Max(top, bottom));
        }

        if (right <= 0 || bottom <= 0 || left >= map.Model.Width || top >= map.Model.Height || left == right || top == bottom)
        {
            log.Add(HtmlRepairs.Beyond);
            return null;
        }

        if (left < 0 || top < 0 || right > map.Model.Width || bottom > map.Model.Height)
            log.Add(HtmlRepairs.Clamped);
        var (x1, y1) = map.EdgeToPicture(left, top);
        var (x2, y2) = map.EdgeToPicture(right, bottom);

        // a box that has an area where the model saw it keeps a pixel of the page
        x1 = Math.Min(x1, map.Picture.Width - 1);
        y1 = Math.Min(y1, map.Picture.Height - 1);
        return new DocumentBox(x1, y1, Math.Max(x2, x1 + 1), Math.Max(y2, y1 + 1));
    }
}
