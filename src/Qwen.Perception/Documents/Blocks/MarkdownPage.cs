using System.Text;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents.Blocks;

/// <summary>
/// Turns the Markdown that page models write into the HTML that <see cref="BlockReader"/> reads: headings, lists, tables, displayed
/// formulas, pictures, and HTML tables between them. What is none of these is a paragraph; nothing is lost.
/// </summary>
internal sealed partial class MarkdownPage
{
    /// <summary>Where in Unicode's private area signs are kept apart.</summary>
    private const int Hidden = 0xE000;

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
        if (OuterFence().Match(answer) is { Success: true } fence
            && (fence.Groups["name"].Length > 0 || !fence.Groups["page"].Value.Contains("\n```", StringComparison.Ordinal)))
            answer = fence.Groups["page"].Value;
        if (frontMatter && FrontMatter().Match(answer) is { Success: true } front)
        {
            answer = answer[front.Length..];
            if (front.Groups["fence"].Length > 0 && front.Groups["end"].Length == 0 && answer.EndsWith("\n```", StringComparison.Ordinal))
                answer = answer[..^4];
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
        else if (Fence().Match(line) is { Success: true } fence)
            AddFence(fence.Groups["fence"].Value, fence.Groups["language"].Value);
        else if (MarkdownTable.Read(lines, ref at, needsRule: true) is { } table)
        {
            EndParagraph();
            html.Append(ToHtml(table));
        }
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

    // ends at a line of as many signs, or at the end
    private void AddFence(string fence, string info)
    {
        EndParagraph();
        at++;
        var code = new List<string>();
        for (; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (line.Length >= fence.Length && line.All(c => c == fence[0]))
                break;
            code.Add(Encode(lines[at]));
        }

        at++;
        var language = CodeLanguage.Read(info) is { } name ? $" class=\"language-{Encode(name)}\"" : "";
        html.Append("<pre><code").Append(language).Append('>').Append(string.Join('\n', code)).Append("</code></pre>");
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

    /// <summary>A table as HTML.</summary>
    public static string ToHtml(MarkdownTable table)
    {
        var html = new StringBuilder("<table>");
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var cell = i == 0 && table.HasHeader ? "th" : "td";
            html.Append("<tr>");
            foreach (var text in table.Rows[i])
                html.Append('<').Append(cell).Append('>').Append(Inline(text)).Append("</").Append(cell).Append('>');
            html.Append("</tr>");
        }

        return html.Append("</table>").ToString();
    }

    // emphasis goes; line breaks and what is raised, lowered or struck stay; formulas and code are left as they are
    private static string Inline(string text)
    {
        var inline = new StringBuilder();
        var words = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (FormulaSpan.EndOf(text, i) is { } formula)
            {
                EndWords();
                inline.Append(Encode(text[i..formula]));
                i = formula - 1;
            }
            else if (text[i] == '`' && text.IndexOf('`', i + 1) is var code and > 0)
            {
                EndWords();
                inline.Append("<code>").Append(Encode(text[i..(code + 1)].Trim('`'))).Append("</code>");
                i = code;
            }
            else
                words.Append(text[i]);
        }

        EndWords();
        return inline.ToString();

        void EndWords()
        {
            // signs that a backslash makes plain wait where emphasis does not find them
            var plain = Escaped().Replace(words.ToString(), match => ((char)(Hidden + match.Value[1])).ToString());
            plain = Struck().Replace(Emphasis().Replace(EncodeWords(plain), "$2"), "<del>$1</del>");
            foreach (var c in KnownTag().Replace(plain, "<$1>"))
                inline.Append(c is > (char)Hidden and < (char)(Hidden + 128) ? Encode(((char)(c - Hidden)).ToString()) : c.ToString());
            words.Clear();
        }
    }

    // an entity that the page's Markdown names stays one
    private static string EncodeWords(string text) => Entity().Replace(Encode(text), "&$1");

    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    [GeneratedRegex(@"\A```(?<name>markdown|md)?[ \t]*\n(?<page>.*)\n```\z", RegexOptions.Singleline)]
    private static partial Regex OuterFence();

    // a fence may begin before it that ends behind it, behind the page, or never; it takes the place of the first dashes too
    [GeneratedRegex(@"\A(?:(?<fence>```(?:markdown|md|yaml)?[ \t]*\n)(?:---\s*\n)?|---\s*\n)(?:[a-z_]+:.*\n){1,12}---\s*(?:\n|\z)"
        + @"(?<end>```[ \t]*(?:\n|\z))?")]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^rotation_correction:\s*(\d{1,3})", RegexOptions.Multiline)]
    private static partial Regex Turned();

    [GeneratedRegex(@"^(#{1,6})\s+(.+?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:-{3,}|\*{3,}|_{3,})$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^(\s*)([-*+•]|\d{1,9}[.)])\s+(.+)$")]
    private static partial Regex ListItem();

    [GeneratedRegex(@"^(?:!\[(?<alt>[^\]]*)\]\([^)]*\)|<img>(?<alt>.*?)</img>)$")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^<(?<mark>watermark|page_number|signature)>(?<text>.*?)</\k<mark>>$")]
    private static partial Regex PageMark();

    [GeneratedRegex(@"^(?<fence>`{3,}|~{3,})[ \t]*(?<language>[^`]*)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"~~(?=\S)(.+?)(?<=\S)~~")]
    private static partial Regex Struck();

    [GeneratedRegex(@"\\[*_`~$#<>\[\]|\\]")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"&amp;(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,9};)")]
    private static partial Regex Entity();

    [GeneratedRegex(@"&lt;(/?(?:sup|sub|del|s|u|b|i|em|strong)|br\s*/?)&gt;", RegexOptions.IgnoreCase)]
    private static partial Regex KnownTag();
}
