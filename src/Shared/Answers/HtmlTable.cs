using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Shared.Answers;

/// <summary>Rows of an HTML table. Missing end tags are tolerated, as browsers do.</summary>
internal static partial class HtmlTable
{
    /// <summary>Spans beyond this are a mistake or an attack.</summary>
    private const int MaxSpan = 100;

    private const int MaxCells = 100_000;
    private const string NoEnd = "The table has no end: its last row may be incomplete.";

    /// <summary>Whether the answer holds a table element.</summary>
    public static bool Contains(string answer) => TableStart().IsMatch(answer);

    /// <summary>Reads the first table.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="log">Takes what was mended.</param>
    /// <param name="header">Whether the first row consists of header cells.</param>
    public static List<List<string>> Parse(string answer, RepairLog log, out bool header)
    {
        var start = TableStart().Match(answer).Index;
        var end = answer.IndexOf("</table", start, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            log.Add(NoEnd);
            end = answer.Length;
        }

        var grid = new TableGrid(MaxCells);
        header = true;
        StringBuilder? cell = null;
        var (across, down) = (1, 1);
        var position = start;
        foreach (Match tag in Tag().Matches(answer[..end]))
        {
            if (tag.Index < start)
                continue;
            cell?.Append(WebUtility.HtmlDecode(answer[position..tag.Index]));
            position = tag.Index + tag.Length;
            var name = tag.Groups["name"].Value.ToLowerInvariant();
            switch (name)
            {
                case "br":
                    cell?.Append('\n');
                    break;
                case "tr" or "/tr" or "td" or "th" or "/td" or "/th":
                    Finish(grid, ref cell, across, down);
                    break;
            }

            if (name == "tr")
                grid.StartRow();
            if (name is "td" or "th")
            {
                cell = new StringBuilder();
                (across, down) = (Span(tag.Value, "colspan"), Span(tag.Value, "rowspan"));
                header &= grid.RowCount > 1 || name == "th";
            }
        }

        cell?.Append(WebUtility.HtmlDecode(answer[position..end]));
        Finish(grid, ref cell, across, down);
        var rows = grid.ToRows();
        header &= rows.Count > 0;
        return rows;
    }

    private static void Finish(TableGrid grid, ref StringBuilder? cell, int across, int down)
    {
        if (cell is not null)
            grid.Add(Blanks().Replace(cell.ToString(), " ").Trim(), across, down);
        cell = null;
    }

    private static int Span(string tag, string name)
    {
        foreach (Match attribute in SpanAttribute().Matches(tag))
        {
            if (attribute.Groups["name"].ValueSpan.Equals(name, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(attribute.Groups["value"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var span))
                return Math.Clamp(span, 1, MaxSpan);
        }

        return 1;
    }

    [GeneratedRegex(@"<table[\s>]", RegexOptions.IgnoreCase)]
    private static partial Regex TableStart();

    [GeneratedRegex("""<(?<name>/?[a-zA-Z][a-zA-Z0-9]*)(?:[^<>"']|"[^"]*"|'[^']*')*>""", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>colspan|rowspan)\s*=\s*["']?(?<value>[0-9]{1,4})""", RegexOptions.IgnoreCase)]
    private static partial Regex SpanAttribute();

    // a line break that the text asked for stays; those of the source do not matter
    [GeneratedRegex(@"[ \t\r\f]+")]
    private static partial Regex Blanks();
}
