using System.Globalization;
using System.Text;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Actions;

/// <summary>
/// What may be typed as text, for every device alike: no program takes U+2028 for a line end, or a tab for a step to the next field, unless
/// somebody pressed that key and was judged for it.
/// </summary>
internal static class TypedLines
{
    /// <summary>The lines of a text.</summary>
    /// <exception cref="QwenException">It holds a character that cannot be typed as text.</exception>
    public static IReadOnlyList<string> Read(string text) => FindProblem(text) is { } problem
        ? throw new QwenException(problem)
        : text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');

    /// <summary>What is wrong with a text, without any of it; null where nothing is.</summary>
    public static string? FindProblem(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) != System.Buffers.OperationStatus.Done)
                return "The text to type holds half of a character (a lone surrogate). Take it out.";
            if (text[at] is not ('\n' or '\r') && IsKey(rune))
            {
                return $"The text to type holds U+{rune.Value:X4}{(rune.Value == 0 ? " (NUL)" : "")}, "
                    + "which is a key or a break and no text. "
                    + "Take it out, or press the key by its name.";
            }

            at += length;
        }

        return null;
    }

    /// <summary>Whether a character acts where it is typed, as keys do: control characters, and line ends of every kind.</summary>
    public static bool IsKey(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
