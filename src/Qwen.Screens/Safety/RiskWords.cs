using System.Globalization;
using System.Text;

namespace Qwen.Screens.Safety;

/// <summary>Tells from the words on a control what touching it may bring about. Letters that only look alike count as alike.</summary>
internal static class RiskWords
{
    // Cyrillic, Greek and other letters that look like Latin ones, and digits written for letters
    private const string Lookalikes = "аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнnгrпnαaεeοoρpνvυuιiκkτtηnχxγyωwіiɑaɡgıiłløoðdßs0o1l3e4a5s7t@a$s|l!i"
        + "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpǫqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";

    private static readonly Dictionary<char, char> Lookalike =
        Lookalikes.Chunk(2).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);

    // signs written for letters, as in "p@y"
    private const string LetterSigns = "@$|!";

    // the words as they are folded, and as they look
    private static readonly (ScreenRisk Risk, string[] Words, string[] Alike)[] Table =
    [
        .. RiskVocabulary.All.OrderByDescending(entry => entry.Risk).Select(entry => (entry.Risk, Words: Split(entry.Words)))
            .Select(entry => (entry.Risk, entry.Words, entry.Words.Select(Resemble).ToArray())),
    ];

    // what stands alone on keys of a calculator or a dial, and on controls that only open, close or move
    private const string HarmlessSigns = "+-×÷=.,#*/%<>‹›←☰⋮…";

    /// <summary>
    /// The most serious thing that the words stand for; <see cref="ScreenRisk.Reversible"/> where they stand for nothing of the kind, and
    /// <see cref="ScreenRisk.Unknown"/> where there are none, only pictograms.
    /// </summary>
    public static ScreenRisk Classify(string label)
    {
        var plain = Fold(label);
        var parted = Fold(PartWords(label));
        var alike = Resemble(Fold(label, LetterSigns));
        var joined = plain.Replace(" ", "", StringComparison.Ordinal);
        var least = LabelScripts.IsReadable(label) ? ScreenRisk.Reversible : ScreenRisk.Unknown;
        foreach (var (risk, words, alikes) in Table)
        {
            if (words.Any(word => Holds(plain, word) || Holds(parted, word) || joined == word.Replace(" ", "", StringComparison.Ordinal))
                || alikes.Any(word => Holds(alike, word)))
                return risk;
        }

        return joined.Length == 0 && label.Any(c => !char.IsWhiteSpace(c) && !HarmlessSigns.Contains(c, StringComparison.Ordinal))
            ? ScreenRisk.Unknown : least;
    }

    /// <summary>
    /// Lower case, compatibility forms replaced, marks and what cannot be seen removed, words parted by single blanks, blanks at both
    /// ends.
    /// </summary>
    /// <param name="label">The text.</param>
    /// <param name="signs">Signs that count as letters.</param>
    internal static string Fold(string label, string signs = "")
    {
        var result = new StringBuilder(" ");

        // half a surrogate pair cannot be normalised: as runes there is none
        foreach (var rune in string.Concat(label.EnumerateRunes()).Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark)
                continue;
            if (LabelScripts.ReadSign(rune) is { } letter)
                result.Append(letter);
            else if (Rune.IsLetterOrDigit(rune) || (rune.IsBmp && signs.Contains((char)rune.Value, StringComparison.Ordinal)))
                result.Append(rune);
            else if (result[^1] != ' ')
                result.Append(' ');
        }

        var folded = result.ToString().TrimEnd().Normalize(NormalizationForm.FormC) + " ";
        var parts = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // letters set apart, as in "P A Y"
        return parts.Length > 1 && parts.All(part => part.Length == 1 && part[0] < 0x2E80) ? $" {string.Concat(parts)} " : folded;
    }

    // "PayNow" and "Pay5" hold the word as well as "Pay now" does
    private static string PartWords(string label)
    {
        var result = new StringBuilder(label.Length);
        for (var i = 0; i < label.Length; i++)
        {
            if (i > 0
                && ((char.IsLower(label[i - 1]) && char.IsUpper(label[i])) || (char.IsLetter(label[i - 1]) != char.IsLetter(label[i]))))
                result.Append(' ');
            result.Append(label[i]);
        }

        return result.ToString();
    }

    private static string Resemble(string folded)
    {
        var result = new StringBuilder(folded.Length);
        foreach (var c in folded)
        {
            // "l" and "i" are one letter here, as "1" and "|" may be either
            var letter = Lookalike.GetValueOrDefault(c, c);
            result.Append(letter == 'l' ? 'i' : letter);
        }

        return result.ToString();
    }

    // scripts that write words without blanks are searched anywhere
    private static bool Holds(string folded, string word) =>
        folded.Contains(word[0] is >= '\u2E80' or (>= '\u0E00' and <= '\u0EFF') ? word : $" {word} ", StringComparison.Ordinal);

    private static string[] Split(string words) => [.. words.Split('|').Select(word => Fold(word).Trim())];
}
