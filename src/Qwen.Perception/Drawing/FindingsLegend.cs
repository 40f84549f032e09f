using System.Globalization;
using Qwen.Shared.Lettering;
using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>Says below the picture what its numbers are: each text once, with all its numbers.</summary>
internal sealed class FindingsLegend
{
    private const float RowHeight = 1.6f;

    private readonly float textSize;
    private readonly float columnWidth;
    private readonly int rows;

    /// <summary>Lays the legend out.</summary>
    /// <param name="findings">All findings; those whose text is not beside them are explained.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="textSize">Letters' size.</param>
    /// <param name="room">Greatest height; what does not fit is counted in the last entry.</param>
    public FindingsLegend(IReadOnlyList<LabelledFinding> findings, int width, float textSize, float room)
    {
        this.textSize = textSize;
        var groups = findings.Where(finding => finding.Text.Length > 0 && finding.Label is not { IsNumber: false })
            .GroupBy(finding => (finding.Text, finding.Colour))
            .ToList();
        var numbers = groups.Select(group => LetteredText.TryPrepare(Join([.. group.Select(finding => finding.Number)]))).ToList();
        var texts = groups.Select(group => LetteredText.TryPrepare(group.Key.Text)
            ?? LetteredText.TryPrepare("(its letters cannot be drawn here: see the list)")).ToList();
        if (groups.Count == 0 || numbers.Contains(null) || texts.Contains(null))
            return; // a machine without fonts: the number is the place in the list

        var columns = Math.Clamp(
            (int)(width / groups.Select((_, i) => EntryWidth(numbers[i]!, texts[i]!)).Max()), 1, groups.Count);
        var most = Math.Max(1, (int)((room - textSize) / (RowHeight * textSize)));
        while (columns < groups.Count && (groups.Count + columns - 1) / columns > most && width / (columns + 1) > 14 * textSize)
            columns++;
        columnWidth = (float)width / columns;
        var shown = Math.Min(groups.Count, most * columns);
        rows = (shown + columns - 1) / columns;
        Entries = [.. Enumerable.Range(0, shown).Select(i => shown < groups.Count && i == shown - 1
            ? new LegendEntry(
                LetteredText.TryPrepare("…")!,
                LetteredText.TryPrepare(string.Create(CultureInfo.InvariantCulture, $"{groups.Count - i} more: see the list"))!,
                FindingColours.Neutral)
            : new LegendEntry(Cut(groups[i], numbers[i]!), texts[i]!, groups[i].Key.Colour))];

        LetteredText Cut(IEnumerable<LabelledFinding> group, LetteredText whole) => whole.Width(textSize) <= columnWidth / 2
            ? whole
            : LetteredText.TryPrepare(Join([.. group.Select(finding => finding.Number)]), textSize, columnWidth / 2)!;
    }

    /// <summary>The lines, column by column.</summary>
    public IReadOnlyList<LegendEntry> Entries { get; } = [];

    /// <summary>Height, pixels; 0 for none.</summary>
    public int Height => Entries.Count == 0 ? 0 : (int)MathF.Ceiling(rows * RowHeight * textSize + textSize);

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="top">First row below the picture.</param>
    /// <param name="width">Width of the picture.</param>
    public void Draw(SKCanvas canvas, float top, float width)
    {
        if (Entries.Count == 0)
            return;
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.White };
        canvas.DrawRect(0, top, width, Height, paint);
        for (var i = 0; i < Entries.Count; i++)
        {
            var (left, rowTop) = (i / rows * columnWidth, top + textSize * 0.5f + i % rows * RowHeight * textSize);
            canvas.Save();
            canvas.ClipRect(SKRect.Create(left, rowTop, columnWidth, RowHeight * textSize));
            var entry = Entries[i];
            var plate = FindingsPlan.PlateSize(entry.Numbers, textSize);
            paint.Color = entry.Colour;
            canvas.DrawRect(left + textSize * 0.3f, rowTop + textSize * 0.1f, plate.Width, plate.Height, paint);
            paint.Color = FindingColours.IsBright(entry.Colour) ? SKColors.Black : SKColors.White;
            entry.Numbers.Draw(canvas, left + textSize * 0.6f, rowTop + textSize * 1.12f, textSize, paint);
            paint.Color = SKColors.Black;
            entry.Text.Draw(canvas, left + textSize * 0.6f + plate.Width, rowTop + textSize * 1.12f, textSize, paint);
            canvas.Restore();
        }
    }

    /// <summary>Numbers in rising order, three and more in a row as a range.</summary>
    internal static string Join(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (var i = 0; i < numbers.Count; i++)
        {
            var end = i;
            while (end + 1 < numbers.Count && numbers[end + 1] == numbers[end] + 1)
                end++;
            var isRange = end >= i + 2;
            parts.Add(isRange
                ? string.Create(CultureInfo.InvariantCulture, $"{numbers[i]}–{numbers[end]}")
                : numbers[i].ToString(CultureInfo.InvariantCulture));
            i = isRange ? end : i;
        }

        return string.Join(", ", parts);
    }

    private float EntryWidth(LetteredText numbers, LetteredText text) =>
        numbers.Width(textSize) + text.Width(textSize) + 2.2f * textSize;
}
