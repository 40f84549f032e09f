using System.Text;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents;

/// <summary>
/// Turns the Markdown that page models write into the HTML that <see cref="BlockReader"/> reads: headings, lists, tables, displayed
/// formulas, pictures, and HTML tables between them. What is none of these is a paragraph; nothing is lost.
/// </summary>
internal sealed partial class MarkdownPage
{
    private readonly StringBuilder html = new();
    private readonly List<string> paragraph = [];
    private readonly string[] lines;
    private int at;

    private MarkdownPage(string markdown) => lines = markdown.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The HTML of a page.</summary>
    /// <param name="answer">The answer, within a fence or without.</param>
    /// <param name="frontMatter">Whether properties of the page may stand above it.</param>
    /// <param name="log">Takes what the reader has to know.</param>
    public static string ToHtml(string answer, bool frontMatter, RepairLog log)
    {
        answer = answer.Trim();
        if (OuterFence().Match(answer) is { Success: true } fence)
            answer = fence.Groups[1].Value;
        if (frontMatter && FrontMatter().Match(answer) is { Success: true } front)
        {
            answer = answer[front.Length..];
            if (Turned().Match(front.Value) is { Success: true } turned && turned.Groups[1].Value != "0")
                log.Add($"The model says that the page is to be turned by {turned.Groups[1].Value} degrees to be read.");
        }

        var page = new MarkdownPage(answer);
        while (page.at < page.lines.Length)
            page.AddLine();
        page.EndParagraph();
        return $"<html><body>{page.html}</body></html>";
    }

    private void AddLine()
    {
        var line = lines[at].Trim();
        if (line.Length == 0 || Rule().IsMatch(line))
        {
            EndParagraph();
            at++;
        }
        else if (Heading().Match(line) is { Success: true } heading)
            AddBlock($"h{heading.Groups[1].Length}", Inline(heading.Groups[2].Value));
        else if (line.StartsWith("<table", StringComparison.OrdinalIgnoreCase))
            AddRaw("</table>");
        else if (line.StartsWith("$$", StringComparison.Ordinal))
            AddFormula("$$", "$$");
        else if (line.StartsWith("\\[", StringComparison.Ordinal))
            AddFormula("\\[", "\\]");
        else if (line.StartsWith("```", StringComparison.Ordinal))
            AddFence();
        else if (line[0] == '|' && at + 1 < lines.Length && TableRule().IsMatch(lines[at + 1]))
            AddTable();
        else if (ListItem().IsMatch(lines[at]))
            AddList();
        else if (Picture().Match(line) is { Success: true } picture)
            AddBlock("img", null, picture.Groups["alt"].Value);
        else if (PageMark().Match(line) is { Success: true } mark)
            AddBlock("p", Inline(mark.Groups["text"].Value));
        else
        {
            paragraph.Add(line);
            at++;
        }
    }

    private void AddBlock(string element, string? content, string? alt = null)
    {
        EndParagraph();
        html.Append(alt is null ? $"<{element}>{content}</{element}>" : $"<{element} alt=\"{Encode(alt)}\">");
        at++;
    }

    private void EndParagraph()
    {
        if (paragraph.Count > 0)
            html.Append("<p>").Append(Inline(string.Join(' ', paragraph))).Append("</p>");
        paragraph.Clear();
    }

    // HTML as it is, up to the line that ends it; the readers of HTML mend what is never ended
    private void AddRaw(string end)
    {
        EndParagraph();
        while (at < lines.Length)
        {
            var line = lines[at++];
            html.Append(line).Append('\n');
            if (line.Contains(end, StringComparison.OrdinalIgnoreCase))
                return;
        }
    }

    private void AddFormula(string open, string close)
    {
        EndParagraph();
        var formula = new StringBuilder();
        var first = true;
        while (at < lines.Length)
        {
            var line = lines[at++].Trim();
            if (first)
                line = line[open.Length..];
            first = false;
            var end = line.IndexOf(close, StringComparison.Ordinal);
            formula.Append(end < 0 ? line + "\n" : line[..end]);
            if (end < 0)
                continue;
            html.Append("<div class=\"formula\"><div>$$").Append(Encode(formula.ToString().Trim())).Append("$$</div></div>");
            if (line[(end + close.Length)..].Trim() is { Length: > 0 } rest)
                paragraph.Add(rest);
            return;
        }

        html.Append("<div class=\"formula\"><div>$$").Append(Encode(formula.ToString().Trim())).Append("$$</div></div>");
    }

    private void AddFence()
    {
        EndParagraph();
        at++;
        var code = new List<string>();
        while (at < lines.Length && !lines[at].TrimStart().StartsWith("```", StringComparison.Ordinal))
            code.Add(Encode(lines[at++]));
        at++;
        html.Append("<p>").Append(string.Join("<br>", code)).Append("</p>");
    }

    private void AddTable()
    {
        EndParagraph();
        html.Append("<table>");
        for (var row = 0; at < lines.Length && lines[at].TrimStart().StartsWith('|'); row++, at++)
        {
            if (row == 1)
                continue; // the rule under the head
            var cell = row == 0 ? "th" : "td";
            html.Append("<tr>");
            foreach (var text in Cell().Split(lines[at].Trim().Trim('|')))
                html.Append('<').Append(cell).Append('>').Append(Inline(text.Trim())).Append("</").Append(cell).Append('>');
            html.Append("</tr>");
        }

        html.Append("</table>");
    }

    private void AddList()
    {
        EndParagraph();
        var open = new Stack<(int Indent, string Name)>();
        for (; at < lines.Length && ListItem().Match(lines[at]) is { Success: true } item; at++)
        {
            var indent = item.Groups[1].Length;
            var ordered = char.IsAsciiDigit(item.Groups[2].Value[0]);
            while (open.Count > 0 && open.Peek().Indent > indent)
                html.Append("</").Append(open.Pop().Name).Append('>');
            if (open.Count == 0 || open.Peek().Indent < indent)
            {
                open.Push((indent, ordered ? "ol" : "ul"));
                html.Append(ordered ? $"<ol start=\"{item.Groups[2].Value.TrimEnd('.', ')')}\">" : "<ul>");
            }

            html.Append("<li>").Append(Inline(item.Groups[3].Value)).Append("</li>");
        }

        while (open.Count > 0)
            html.Append("</").Append(open.Pop().Name).Append('>');
    }

    // emphasis goes, line breaks and raised or lowered signs stay
    private static string Inline(string text)
        => KnownTag().Replace(Emphasis().Replace(Encode(text), "$2"), "<$1>");

    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(@"\A```(?:markdown|md)?[ \t]*\n(.*)\n```\z", RegexOptions.Singleline)]
    private static partial Regex OuterFence();

    [GeneratedRegex(@"\A---\s*\n(?:[a-z_]+:.*\n){1,12}---\s*(?:\n|\z)")]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^rotation_correction:\s*(\d{1,3})", RegexOptions.Multiline)]
    private static partial Regex Turned();

    [GeneratedRegex(@"^(#{1,6})\s+(.+?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:-{3,}|\*{3,}|_{3,})$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")]
    private static partial Regex TableRule();

    [GeneratedRegex(@"^(\s*)([-*+•]|\d{1,9}[.)])\s+(.+)$")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"^(?:!\[(?<alt>[^\]]*)\]\([^)]*\)|<img>(?<alt>.*?)</img>)$")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^<(?<mark>watermark|page_number|signature)>(?<text>.*?)</\k<mark>>$")]
    private static partial Regex PageMark();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex(@"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"&lt;(/?(?:sup|sub|u|b|i)|br\s*/?)&gt;", RegexOptions.IgnoreCase)]
    private static partial Regex KnownTag();
}
