using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.Perception.Documents.Blocks;
using Qwen.Perception.Documents.Html;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>Reads tables in whichever form the model wrote them: HTML, Markdown or separated values.</summary>
internal static partial class TableParser
{
    private const string Ragged = "Filled up rows that had fewer cells than others.";
    private const string Wider =
        "Some rows have more cells than the header has names: a bar within a cell may have parted it.";
    private const string Beside = "Left out words that stand in a table but in none of its cells; they are in the raw text.";

    /// <summary>Reads the tables of an answer; no rows where it holds none.</summary>
    public static ParsedTable Parse(string answer)
    {
        var log = new RepairLog();
        answer = RuledTable.ToMarkdown(answer);
        var tables = TableStart().IsMatch(answer) ? ReadHtml(AnswerHtml.Find(answer, new RepairLog()), log)
            : LatexTable.FindAll(answer) is { Count: > 0 } latex ? ReadMarkdown(latex, log)
            : JsonTable.Parse(answer, log) is { } json ? [(Even(json.Rows, log), json.HasHeader)]
            : MarkdownTable.FindAll(answer) is { Count: > 0 } found ? ReadMarkdown(found, log)
            : ReadValues(answer, log);
        if (tables.Count == 0)
            return new ParsedTable([], false, [], log);
        if (tables.Count > 1)
        {
            log.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The answer holds {tables.Count} tables: the first is in rows, the others are in further_tables."));
        }

        return new ParsedTable(tables[0].Rows, tables[0].HasHeader, [.. tables.Skip(1).Select(table => table.Rows)], log);
    }

    private static List<(IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)> ReadMarkdown(
        IReadOnlyList<MarkdownTable> tables, RepairLog log)
    {
        if (tables.Any(table => table.HasHeader && table.Rows.Any(row => row.Count > table.Rows[0].Count)))
            log.Add(Wider);
        return ReadHtml(string.Concat(tables.Select(MarkdownPage.ToHtml)), log);
    }

    private static List<(IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)> ReadHtml(string html, RepairLog log)
    {
        var tables = new List<(IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)>();
        Find(HtmlTree.Parse(html, log));

        // beside one that says something, an empty one says nothing
        if (tables.Exists(table => !IsEmpty(table.Rows)))
            tables.RemoveAll(table => IsEmpty(table.Rows));
        return tables;

        void Find(HtmlElement parent)
        {
            foreach (var element in parent.Elements)
            {
                if (element.Name == "table")
                    Read(element);
                else
                    Find(element);
            }
        }

        // a table within a cell comes behind the one that it stands in
        void Read(HtmlElement element)
        {
            var within = new List<HtmlElement>();
            var table = BlockReader.ReadTable(element, out var caption, within);
            if (caption.Length > 0)
                log.Add(Beside);
            var hasHeader = table.Rows.Count > 0 && table.Rows[0].Count > 0 && table.Rows[0].All(cell => cell.IsHeader);
            var rows = table.ToGrid(cell => cell.Text, repeat: false, out var filledUp);
            if (filledUp)
                log.Add(Ragged);
            if (hasHeader && rows.Count > 1 && rows[0].All(cell => cell.Length == 0))
                (rows, hasHeader) = ([.. rows.Skip(1)], false); // it names nothing
            if (rows.Count > 0 && rows[0].Count > 0)
                tables.Add((rows, hasHeader));
            foreach (var inner in within)
            {
                if (inner.Name == "table")
                    Read(inner);
                else
                    Find(inner);
            }
        }
    }

    private static bool IsEmpty(IReadOnlyList<IReadOnlyList<string>> rows) => rows.All(row => row.All(cell => cell.Length == 0));

    private static List<(IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader)> ReadValues(string answer, RepairLog log)
    {
        var fenced = FencedBlock().Matches(answer);
        var tables = fenced.Count > 0
            ? fenced.SelectMany(block => CsvTable.Parse(block.Groups["body"].Value, isTable: true, log))
            : CsvTable.Parse(answer, isTable: false, log);
        return [.. tables.Select(rows => (Even(rows, log), false))];
    }

    private static IReadOnlyList<IReadOnlyList<string>> Even(IReadOnlyList<IReadOnlyList<string>> rows, RepairLog log)
    {
        var width = rows.Max(row => row.Count);
        if (rows.Any(row => row.Count < width))
            log.Add(Ragged);
        return [.. rows.Select(row => (IReadOnlyList<string>)[.. row, .. Enumerable.Repeat("", width - row.Count)])];
    }

    [GeneratedRegex(@"<table[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex TableStart();

    [GeneratedRegex("```[^`\\n]*\\n(?<body>.*?)(?:```|$)", RegexOptions.Singleline)]
    private static partial Regex FencedBlock();
}
