using System.Globalization;
using System.Text;

namespace Qwen.Screens.Safety;

/// <summary>Tells whether a label is written so that a list of words says anything about it.</summary>
internal static class LabelScripts
{
    // scripts in which there are words on the list; what is written in others nobody here can read
    private static readonly (int First, int Last, string Script)[] Known =
    [
        (0x0041, 0x024F, "Latin"), (0x1E00, 0x1EFF, "Latin"), (0x2C60, 0x2C7F, "Latin"), (0xA722, 0xA7FF, "Latin"),
        (0x1D00, 0x1D2B, "Latin"), (0x0250, 0x02AF, "Latin"), (0x0370, 0x03FF, "Greek"), (0x1F00, 0x1FFF, "Greek"),
        (0x0400, 0x052F, "Cyrillic"), (0x1C80, 0x1C8F, "Cyrillic"), (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x077F, "Arabic"),
        (0x08A0, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"), (0x0E00, 0x0E7F, "Thai"), (0x1100, 0x11FF, "Hangul"),
        (0xAC00, 0xD7FF, "Hangul"), (0x3130, 0x318F, "Hangul"), (0x3005, 0x3007, "Han"), (0x3040, 0x30FF, "Kana"),
        (0x31F0, 0x31FF, "Kana"), (0x2E80, 0x2FDF, "Han"), (0x3400, 0x9FFF, "Han"), (0xF900, 0xFAFF, "Han"),
        (0x20000, 0x323AF, "Han"),
    ];

    // letters of living languages that are no marked form of another; what else looks like one of ours is no letter of a label
    private const string OwnLetters = "æøœßðþłđıŋħəґ";

    // signs between letters that are no letters themselves
    private const string PlainSigns = "+=<>|~^`´¨°";

    /// <summary>
    /// Whether every letter is of a script whose words are known and of an alphabet that is in use, no word mixes letters of scripts that
    /// look alike or has signs for letters, and nothing turns the direction of reading round.
    /// </summary>
    public static bool IsReadable(string label)
    {
        // Greek letters of mathematics and of old, which are the ordinary ones in other clothes
        if (label.Any(letter => letter is >= '\u03CF' and <= '\u03FF'))
            return false;
        string? word = null;
        Rune[] runes = [.. string.Concat(label.EnumerateRunes()).Normalize(NormalizationForm.FormKC).EnumerateRunes()];
        for (var i = 0; i < runes.Length; i++)
        {
            var rune = runes[i];
            if (rune.Value is 0x202D or 0x202E || IsSignForLetter(runes, i))
                return false;
            if (IsUnseen(rune))
                continue;
            if (!Rune.IsLetter(rune))
            {
                if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.SpacingCombiningMark)
                    word = null;
                continue;
            }

            var script = Known.FirstOrDefault(range => rune.Value >= range.First && rune.Value <= range.Last).Script;
            if (script is null || !IsInUse(rune, script) || (word is not null && word != script && IsAlike(word) && IsAlike(script)))
                return false;
            word = script;
        }

        return true;
    }

    /// <summary>
    /// Whether a character takes no place of its own in what is seen: marks, formats, controls, fillers, letters that only stretch.
    /// </summary>
    public static bool IsUnseen(Rune rune) => rune.Value switch
    {
        0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x0640 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark
            || (Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune)),
    };

    private static bool IsInUse(Rune rune, string script)
    {
        if (!IsAlike(script))
            return true;
        var plain = rune.ToString().Normalize(NormalizationForm.FormKD).ToLowerInvariant()[0];
        return plain is (>= 'a' and <= 'z') or (>= 'α' and <= 'ω') or (>= 'а' and <= 'џ')
            || OwnLetters.Contains(plain, StringComparison.Ordinal);
    }

    // "P△Y" and "€nter"
    private static bool IsSignForLetter(Rune[] runes, int at)
    {
        var rune = runes[at];
        var kind = Rune.GetUnicodeCategory(rune);
        if (kind is not (UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherSymbol)
            || (rune.IsBmp && PlainSigns.Contains((char)rune.Value, StringComparison.Ordinal))
            || at + 1 == runes.Length || !Rune.IsLetter(runes[at + 1]))
            return false;
        if (at > 0 && Rune.IsLetter(runes[at - 1]))
            return true;
        return (kind == UnicodeCategory.CurrencySymbol || rune.Value is '©' or '®') && (at == 0 || !Rune.IsDigit(runes[at - 1]));
    }

    /// <summary>
    /// The letter in lower case that a pictogram is: a letter in a black square or circle, or half of a flag; null for anything else.
    /// </summary>
    public static char? ReadSign(Rune rune) => rune.Value switch
    {
        >= 0x1F150 and <= 0x1F169 => (char)('a' + rune.Value - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => (char)('a' + rune.Value - 0x1F170),
        >= 0x1F1E6 and <= 0x1F1FF => (char)('a' + rune.Value - 0x1F1E6),
        _ => null,
    };

    private static bool IsAlike(string script) => script is "Latin" or "Greek" or "Cyrillic";
}
