using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Shared.Answers;

/// <summary>A Markdown table: cells between bars, and a line of dashes under the first row, which alone is no row.</summary>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Rows">The rows; cells as they were written, escaped bars apart.</param>
internal sealed partial record MarkdownTable(bool HasHeader, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The tables of an answer in their order.</summary>
    public static IReadOnlyList<MarkdownTable> FindAll(string answer)
    {
        var tables = new List<MarkdownTable>();
        var lines = answer.Split('\n', StringSplitOptions.TrimEntries);
        for (var at = 0; at < lines.Length;)
        {
            if (Read(lines, ref at, needsRule: false) is { } table)
                tables.Add(table);
            else
                at++;
        }

        return tables;
    }

    /// <summary>Reads the table that begins with a line; null where none does.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="at">The line; afterwards the one behind the table.</param>
    /// <param name="needsRule">Whether lines that begin with a bar are a table only with dashes under the first.</param>
    public static MarkdownTable? Read(IReadOnlyList<string> lines, ref int at, bool needsRule)
    {
        var first = lines[at].Trim();
        var next = at + 1 < lines.Count ? lines[at + 1].Trim() : "";
        var barred = first.StartsWith('|') && first.Length > 1;
        var ruled = IsRule(next) && (barred || (first.Contains('|', StringComparison.Ordinal) && Split(next, null).Count > 1
            && Split(first, Split(next, null).Count).Count == Split(next, null).Count));
        if (!ruled && (needsRule || !barred || !next.StartsWith('|') || next.Length < 2))
            return null;

        // a rule with nothing above it
        var headless = !ruled && IsRule(first);
        var columns = ruled ? Split(next, null).Count : headless ? Split(first, null).Count : (int?)null;
        var rows = new List<IReadOnlyList<string>>();
        if (!headless)
            rows.Add(Split(first, columns));
        at += ruled ? 2 : 1;
        for (; at < lines.Count && lines[at].Trim() is var line && IsRow(line, barred); at++)
            rows.Add(Split(line, columns));

        // Markdown demands a header: an empty one stands for none
        var empty = ruled && rows.Count > 1 && rows[0].All(cell => cell.Length == 0);
        return new MarkdownTable(ruled && !empty, empty ? rows[1..] : rows);
    }

    private static bool IsRow(string line, bool barred) =>
        barred ? line.StartsWith('|') && line.Length > 1 : line.Contains('|', StringComparison.Ordinal);

    private static bool IsRule(string line) => line.Contains('|', StringComparison.Ordinal) && Rule().IsMatch(line);

    // a bar within a formula or code is one of theirs where that gives the number of columns
    private static List<string> Split(string line, int? columns)
    {
        var cells = Split(line, asWords: false);
        if (cells.Count == columns)
            return cells;
        var kept = Split(line, asWords: true);
        return columns is null || kept.Count == columns ? kept : cells;
    }

    private static List<string> Split(string line, bool asWords)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var i = line.StartsWith('|') ? 1 : 0; i < line.Length; i++)
        {
            var end = asWords ? FormulaSpan.EndOf(line, i) ?? EndOfCode(line, i) : null;
            if (end is not null)
            {
                cell.Append(line, i, end.Value - i);
                i = end.Value - 1;
            }
            else if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '|')
                cell.Append(line[++i]);
            else if (line[i] != '|')
                cell.Append(line[i]);
            else
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
        }

        if (line[^1] != '|' || line.EndsWith("\\|", StringComparison.Ordinal))
            cells.Add(cell.ToString().Trim());
        return cells;
    }

    private static int? EndOfCode(string line, int start) =>
        line[start] == '`' && line.IndexOf('`', start + 1) is var end and > 0 ? end + 1 : null;

    [GeneratedRegex(@"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")]
    private static partial Regex Rule();
}
