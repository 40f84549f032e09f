using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Shared.Answers;

/// <summary>Rows of a Markdown table: cells between bars, and a line of dashes under the first row.</summary>
internal static partial class MarkdownTable
{
    /// <summary>The lines of the first table in an answer; empty where there is none.</summary>
    public static IReadOnlyList<string> Find(string answer)
    {
        var lines = answer.Split('\n', StringSplitOptions.TrimEntries);
        var start = Array.FindIndex(lines, IsRow);
        if (start < 0)
            return [];
        string[] table = [.. lines.Skip(start).TakeWhile(IsRow)];
        return table.Length > 1 ? table : [];
    }

    /// <summary>Reads the lines.</summary>
    public static List<List<string>> Parse(IReadOnlyList<string> lines, out bool header)
    {
        header = lines.Count > 1 && Dashes().IsMatch(lines[1]);
        return [.. lines.Where(line => !Dashes().IsMatch(line)).Select(Split)];
    }

    private static bool IsRow(string line) => line.StartsWith('|') && line.Length > 1;

    private static List<string> Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '|')
                cell.Append(line[++i]);
            else if (line[i] != '|')
                cell.Append(line[i]);
            else
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
        }

        if (line[^1] != '|')
            cells.Add(cell.ToString().Trim());
        return cells;
    }

    [GeneratedRegex(@"^\|[\s:|\-]*-[\s:|\-]*$")]
    private static partial Regex Dashes();
}
