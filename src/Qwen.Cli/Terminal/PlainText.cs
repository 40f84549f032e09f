using System.Globalization;

namespace Qwen.Cli.Terminal;

/// <summary>Takes out of a stranger's text what a terminal obeys: escapes, bells, marks that turn the direction round.</summary>
internal static class PlainText
{
    private const char Instead = '\uFFFD';

    /// <summary>The text with its line ends and tabs, and every other control character shown as one that cannot be read.</summary>
    public static string Of(string text) => Replace(text, character => character is '\n' or '\t' ? character : Instead);

    /// <summary>The text on one line: what would begin another is a blank.</summary>
    public static string OnOneLine(string text) => Replace(
        text, character => character is '\n' or '\t' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029' ? ' ' : Instead);

    private static string Replace(string text, Func<char, char> replace) =>
        text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? string.Create(text.Length, (text, replace), static (plain, given) =>
            {
                for (var i = 0; i < plain.Length; i++)
                    plain[i] = Acts(given.text[i]) && !IsEndOfWindows(given.text, i) ? given.replace(given.text[i]) : given.text[i];
            })
            : text;

    // messages of this machine's own may end lines with two characters
    private static bool IsEndOfWindows(string text, int at) =>
        OperatingSystem.IsWindows() && text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n';

    private static bool Acts(char character) => char.GetUnicodeCategory(character) is UnicodeCategory.Control
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
