using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A table, as rows of cells in the order of the source; a cell that covers several places stands in the first.</summary>
public sealed record DocumentTable
{
    /// <summary>Places that spans may cover in all; later ones count as single cells.</summary>
    private const int MaxPlaces = 100_000;

    /// <summary>The rows.</summary>
    [JsonPropertyName("rows")]
    public required IReadOnlyList<IReadOnlyList<DocumentCell>> Rows { get; init; }

    /// <summary>Whether any cell covers several places.</summary>
    [JsonIgnore]
    public bool HasSpans => Rows.Any(row => row.Any(cell => cell.ColumnSpan > 1 || cell.RowSpan > 1));

    /// <summary>The table as a rectangle of texts.</summary>
    /// <param name="repeat">Whether a cell's text stands in every place that it covers, or in the first only.</param>
    public IReadOnlyList<IReadOnlyList<string>> ToGrid(bool repeat = false) => ToGrid(cell => cell.Text, repeat, out _);

    /// <inheritdoc cref="ToGrid(bool)"/>
    /// <param name="text">What is written for a cell.</param>
    /// <param name="repeat">Whether a cell's text stands in every place that it covers, or in the first only.</param>
    /// <param name="filledUp">Whether some rows had fewer cells than others.</param>
    internal IReadOnlyList<IReadOnlyList<string>> ToGrid(Func<DocumentCell, string> text, bool repeat, out bool filledUp)
    {
        var grid = Rows.Select(_ => new List<string?>()).ToArray();
        var places = 0;
        for (var y = 0; y < grid.Length; y++)
        {
            var x = 0;
            foreach (var cell in Rows[y])
            {
                while (x < grid[y].Count && grid[y][x] is not null)
                    x++;
                var down = Math.Clamp(cell.RowSpan, 1, grid.Length - y);
                var across = Math.Max(cell.ColumnSpan, 1);
                if ((long)down * across > MaxPlaces - places)
                    (down, across) = (1, 1);
                places += down * across;
                for (var row = y; row < y + down; row++)
                {
                    for (var column = x; column < x + across; column++)
                        Place(grid[row], column, repeat || (row == y && column == x) ? text(cell) : "");
                }

                x += across;
            }
        }

        var width = grid.Length == 0 ? 0 : grid.Max(row => row.Count);
        filledUp = grid.Any(row => row.Count < width);
        return [
            .. grid.Select(row => (IReadOnlyList<string>)[.. row.Select(cell => cell ?? ""), .. Enumerable.Repeat("", width - row.Count)])
        ];
    }

    // a text that is there already stays: spans that overlap are a mistake of the source
    private static void Place(List<string?> row, int column, string text)
    {
        while (row.Count <= column)
            row.Add(null);
        if (string.IsNullOrEmpty(row[column]))
            row[column] = text;
    }
}
