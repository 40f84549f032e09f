using System.Globalization;
using System.Text;

namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>Counts of what was right, by name. Not for concurrent use.</summary>
internal sealed class ScoreTable
{
    private readonly SortedDictionary<string, (int Right, int Count)> rows = new(StringComparer.Ordinal);

    /// <summary>Right answers and all answers, by name.</summary>
    public IReadOnlyDictionary<string, (int Right, int Count)> Rows => rows;

    /// <summary>Adds one answer under a name.</summary>
    public void Add(string name, bool right)
    {
        var (before, count) = rows.GetValueOrDefault(name);
        rows[name] = (before + (right ? 1 : 0), count + 1);
    }

    /// <summary>Share of right answers under a name: 0 to 1, and 0 where there is none.</summary>
    public double Share(string name) => rows.GetValueOrDefault(name) is { Count: > 0 } row ? (double)row.Right / row.Count : 0;

    /// <summary>The table as text, a row a line.</summary>
    public override string ToString()
    {
        var width = rows.Keys.Select(name => name.Length).DefaultIfEmpty().Max();
        var text = new StringBuilder();
        foreach (var (name, (right, count)) in rows)
            text.AppendLine(
                CultureInfo.InvariantCulture, $"{name.PadRight(width)}  {right,5} of {count,-5}  {100.0 * right / count,5:0.0} %");
        return text.ToString();
    }
}
