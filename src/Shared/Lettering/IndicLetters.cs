using System.Text;

namespace Qwen.Shared.Lettering;

/// <summary>
/// Puts the vowel signs of Indian scripts that are written before their consonant there. Conjuncts stay consonants with the sign that takes
/// the vowel away, which is a correct way of writing them.
/// </summary>
internal static class IndicLetters
{
    private const int First = 0x900;
    private const int Last = 0xDFF;

    /// <summary>The text in the order of writing from left to right.</summary>
    public static string Order(string text)
    {
        if (!text.Any(letter => letter is >= (char)First and <= (char)Last))
            return text;

        // signs of two parts fall apart when decomposed
        var ordered = new List<Rune>();
        var consonant = -1;
        foreach (var letter in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (IsBefore(letter.Value) && consonant >= 0)
            {
                ordered.Insert(consonant, letter);
                continue;
            }

            if (!IsSign(letter.Value))
                consonant = ordered.Count;
            ordered.Add(letter);
        }

        return string.Concat(ordered);
    }

    /// <summary>Whether a letter is of a script whose letters change their shape or place in ways that are not written here.</summary>
    public static bool IsBeyond(int letter) => letter is
        >= 0x700 and <= 0x7BF // Syriac, Thaana
        or >= 0x7C0 and <= 0x8FF and not (>= 0x8A0 and <= 0x8FF) // N'Ko and others
        or >= 0xF00 and <= 0x109F // Tibetan, Burmese
        or >= 0x1780 and <= 0x18AF // Khmer, Mongolian
        or >= 0x1900 and <= 0x1CFF // Limbu to Vedic signs: scripts of Southern Asia
        or >= 0xA800 and <= 0xA82F or >= 0xA840 and <= 0xA9FF or >= 0xAA00 and <= 0xAADF or >= 0xABC0 and <= 0xABFF
        or >= 0x10A00 and <= 0x11FFF;

    private static bool IsBefore(int letter) => letter is
        0x93F or 0x94E // Devanagari
        or 0x9BF or 0x9C7 or 0x9C8 // Bengali
        or 0xA3F // Gurmukhi
        or 0xABF // Gujarati
        or 0xB47 // Oriya
        or >= 0xBC6 and <= 0xBC8 // Tamil
        or >= 0xD46 and <= 0xD48 // Malayalam
        or 0xDD9 or 0xDDB; // Sinhala

    // marks on a consonant and vowel signs behind it
    private static bool IsSign(int letter) =>
        letter is >= First and <= Last && System.Globalization.CharUnicodeInfo.GetUnicodeCategory(letter)
            is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
