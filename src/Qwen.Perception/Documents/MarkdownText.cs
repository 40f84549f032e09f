using System.Text;
using System.Text.RegularExpressions;
using Qwen.Perception.Documents.Blocks;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents;

/// <summary>
/// Words of a page as words of Markdown: signs that Markdown would take for its own get a backslash, formulas stay as they are, and
/// <see cref="InlineMarks"/> become elements.
/// </summary>
internal static partial class MarkdownText
{
    /// <summary>Escapes text of one or several lines.</summary>
    public static string Escape(string text) =>
        InlineMarks.ToMarkdown(
            LineStart().Replace(EscapeWords(text), match => $"{match.Groups["before"].Value}\\{match.Groups["mark"].Value}"));

    /// <summary>Escapes the text of a cell of a table, which is one line.</summary>
    public static string EscapeCell(string text) =>
        InlineMarks.ToMarkdown(EscapeWords(text).Replace("|", "\\|", StringComparison.Ordinal)).Replace("\n", "<br>");

    private static string EscapeWords(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            if (FormulaSpan.EndOf(text, i) is { } end)
            {
                escaped.Append(text, i, end - i);
                i = end - 1;
                continue;
            }

            if (IsMark(text, i))
                escaped.Append('\\');
            escaped.Append(text[i]);
        }

        return escaped.ToString();
    }

    private static bool IsMark(string text, int i) => text[i] switch
    {
        '*' or '`' or '\\' => true,
        '_' => !IsInWord(text, i),
        '<' => IsMarkup(text, i),
        '~' => i + 1 < text.Length && text[i + 1] == '~',
        '&' => Entity().IsMatch(text.AsSpan(i, Math.Min(12, text.Length - i))),
        '(' => i > 0 && text[i - 1] == ']', // "[a](b)" would be a link
        _ => false,
    };

    private static bool IsInWord(string text, int i) =>
        i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);

    private static bool IsMarkup(string text, int i) =>
        i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!' or '?');

    // "#", ">", "-", "1." and the like at the start of a line would make headings, quotations and lists of it, "[a]:" a note that does
    // not show
    [GeneratedRegex(
        @"^(?<before>(?:[0-9]{1,9}(?=[.)](?:\s|$)))?)"
        + @"(?<mark>#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?<=[0-9])[.)](?=\s|$)|[-=]{2,}$|~~~|\||\[(?=[^\]\n]+\]:))",
        RegexOptions.Multiline)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"\A&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,9});")]
    private static partial Regex Entity();
}
