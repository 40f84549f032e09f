using System.Text;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>
/// Rows of separated values (RFC 4180): by commas, or by semicolons, tabs or bars where those part the lines more evenly.
/// </summary>
internal static partial class CsvTable
{
    private const string NoEnd = "A quoted cell has no end.";
    private const string Words = "Left out text before or after the table; it is in the raw text.";

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isTable">Whether it was set apart as a table; else words may stand round one, or there may be none.</param>
    /// <param name="log">Takes what was mended.</param>
    /// <returns>A table, several where empty lines part them, or none.</returns>
    public static IReadOnlyList<List<List<string>>> Parse(string text, bool isTable, RepairLog log)
    {
        text = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        char? separator = null;
        if (SeparatorLine().Match(text) is { Success: true } named) // as spreadsheets write it
            (separator, text) = (named.Groups[1].Value[0], text[named.Length..]);
        separator ??= CsvSeparator.Choose(text);
        if (separator is null)
            return [];

        var parts = ReadRows(text, separator.Value, log);
        if (!isTable)
            LeaveOutWords(parts, log);
        parts.RemoveAll(part => part.All(row => row.All(cell => cell.Length == 0)));
        if (parts.Count == 0 || (!isTable && parts.All(part => part.All(IsSentence))))
            return [];

        // lines may be parted by empty ones throughout
        return parts.All(part => part.Count > 1) ? parts : [[.. parts.SelectMany(part => part)]];
    }

    // rows, parted where lines are empty
    private static List<List<List<string>>> ReadRows(string text, char separator, RepairLog log)
    {
        var parts = new List<List<List<string>>> { new() };
        var row = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[i++]);
                else
                    quoted = false;
            }
            else if (c == '"' && string.IsNullOrWhiteSpace(cell.ToString()))
            {
                cell.Clear();
                quoted = true;
            }
            else if (c == separator)
                EndCell();
            else if (c == '\n')
                EndRow();
            else
                cell.Append(c);
        }

        if (quoted)
            log.Add(NoEnd);
        EndRow();
        return parts;

        void EndCell()
        {
            row.Add(cell.ToString().Trim());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            if (row.Count > 1 || row[0].Length > 0)
                parts[^1].Add(row);
            else if (parts[^1].Count > 0)
                parts.Add([]);
            row = [];
        }
    }

    // lines of one cell above and below are what the model says of its table
    private static void LeaveOutWords(List<List<List<string>>> parts, RepairLog log)
    {
        var left = 0;
        foreach (var part in parts)
        {
            var first = part.FindIndex(row => row.Count > 1);
            var last = part.FindLastIndex(row => row.Count > 1);
            left += part.Count - (first < 0 ? 0 : last - first + 1);
            if (first < 0)
                part.Clear();
            else
            {
                part.RemoveRange(last + 1, part.Count - last - 1);
                part.RemoveRange(0, first);
            }
        }

        if (left > 0 && parts.Any(part => part.Count > 0))
            log.Add(Words);
    }

    private static bool IsSentence(List<string> row) =>
        row.Count == 1
        || (row[^1] is { Length: > 1 } last && last[^1] is '.' or '!' or '?' && char.IsLetter(last[^2]));

    [GeneratedRegex(@"\A[ \t]*sep=([^\n])[ \t]*\n", RegexOptions.IgnoreCase)]
    private static partial Regex SeparatorLine();
}
