using System.Text.RegularExpressions;

namespace Qwen.Shared.Answers;

/// <summary>Reads a table in whichever form the model wrote it: HTML, Markdown or comma-separated values.</summary>
internal static partial class TableParser
{
    private const string Ragged = "Filled up rows that had fewer cells than others.";

    /// <summary>Reads the first table of an answer; no rows where it holds none.</summary>
    public static ParsedTable Parse(string answer)
    {
        var log = new RepairLog();
        var header = false;
        List<List<string>> rows;
        if (HtmlTable.Contains(answer))
            rows = HtmlTable.Parse(answer, log, out header);
        else if (MarkdownTable.Find(answer) is { Count: > 0 } lines)
            rows = MarkdownTable.Parse(lines, out header);
        else
            rows = CsvTable.Parse(Unfence(answer), log);
        Even(rows, log);
        return new ParsedTable(rows, header, log);
    }

    private static string Unfence(string answer) =>
        FencedBlock().Match(answer) is { Success: true } fenced ? fenced.Groups["body"].Value : answer;

    private static void Even(List<List<string>> rows, RepairLog log)
    {
        var width = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        foreach (var row in rows.Where(row => row.Count < width))
        {
            log.Add(Ragged);
            row.AddRange(Enumerable.Repeat("", width - row.Count));
        }
    }

    [GeneratedRegex("```[a-zA-Z]*[ \\t]*\\r?\\n(?<body>.*?)(?:```|$)", RegexOptions.Singleline)]
    private static partial Regex FencedBlock();
}
