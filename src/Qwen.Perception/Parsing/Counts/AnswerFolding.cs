using System.Globalization;
using System.Text;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>Brings an answer to small letters without accents and to the digits of ASCII: words are found however written.</summary>
internal static class AnswerFolding
{
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýё’ʼ‘‐‑–—−\u3000\u0623\u0625\u0622\u0671\u0649\u06CC";
    private const string Plain = "aaaaaaceeeeiiiinoooooouuuuyе'''----- \u0627\u0627\u0627\u0627\u064A\u064A";

    /// <summary>The folded text; its positions are its own.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else if (!rune.IsBmp)
                folded.Append(rune.ToString());
            else if (char.ToLowerInvariant((char)rune.Value) is var letter && letter == 'ß')
                folded.Append("ss");
            else if (letter is not ('\u200B' or '\u200C' or '\u200E' or '\u200F' or (>= '\u064B' and <= '\u0652') or '\u0640' or '*'))
                folded.Append(Accented.IndexOf(letter) is >= 0 and var at ? Plain[at] : letter);
        }

        return folded.ToString();
    }
}
