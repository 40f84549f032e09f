using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Perception.Documents;

/// <summary>
/// Words of a page as words of Markdown: signs that Markdown would take for its own get a backslash, formulas stay as they are.
/// </summary>
internal static partial class MarkdownText
{
    /// <summary>Escapes text of one or several lines.</summary>
    public static string Escape(string text)
    {
        // a single dollar sign is money
        var hasFormulas = text.Count(c => c == '$') % 2 == 0;
        var escaped = new StringBuilder(text.Length + 8);
        var inFormula = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '$' && hasFormulas)
                inFormula = !inFormula;
            if (!inFormula && (c is '*' or '`' or '\\' || (c == '_' && !IsInWord(text, i)) || (c == '<' && IsMarkup(text, i))))
                escaped.Append('\\');
            escaped.Append(c);
        }

        return LineStart().Replace(escaped.ToString(), match => $"{match.Groups["before"].Value}\\{match.Groups["mark"].Value}");
    }

    /// <summary>Escapes the text of a cell of a table, which is one line.</summary>
    public static string EscapeCell(string text) => Escape(text).Replace("|", "\\|").Replace("\n", "<br>");

    private static bool IsInWord(string text, int i) =>
        i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);

    private static bool IsMarkup(string text, int i) =>
        i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!' or '?');

    // "#", ">", "-", "1." and the like at the start of a line would make headings, quotations and lists of it
    [GeneratedRegex(
        @"^(?<before>(?:[0-9]{1,9}(?=[.)](?:\s|$)))?)(?<mark>#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?<=[0-9])[.)](?=\s|$)|[-=]{2,}$|~~~|\|)",
        RegexOptions.Multiline)]
    private static partial Regex LineStart();
}
