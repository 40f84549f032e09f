using System.Globalization;
using System.Text;

namespace Qwen.Perception.Parsing;

/// <summary>Brings a text to few letters: digits of all scripts to those of ASCII, and the rest as its reader wants it.</summary>
internal static class PlainLetters
{
    /// <summary>The folded text; its positions are its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="append">Appends what stands for a letter of the basic plane that is no digit; letters beyond it stay.</param>
    public static string Fold(string text, Action<StringBuilder, char> append)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else if (rune.IsBmp)
                append(folded, (char)rune.Value);
            else
                folded.Append(rune.ToString());
        }

        return folded.ToString();
    }
}
