using System.Globalization;
using System.Text;

namespace Qwen.Screens.Safety;

/// <summary>Tells from the words on a control what touching it may bring about. Letters that only look alike count as alike.</summary>
internal static class RiskWords
{
    // Cyrillic, Greek and other letters that look like Latin ones, and digits written for letters
    private const string Lookalikes = "аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнnгrпnαaεeοoρpνvυuιiκkτtηnχxγyωwіiɑaɡgıiłløoðdßs0o1l3e4a5s7t@a$s|l!i"
        + "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpǫqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz"
        + "đdħhŧtŋnəeþp";

    private static readonly Dictionary<char, char> Lookalike =
        Lookalikes.Chunk(2).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);

    // letters that Persian and Urdu keyboards write for the Arabic ones
    private static readonly Dictionary<int, char> ArabicForms = new()
    {
        ['ی'] = 'ي', ['ى'] = 'ي', ['ک'] = 'ك', ['ہ'] = 'ه', ['ھ'] = 'ه', ['ۃ'] = 'ة',
    };

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
        if (PriceLabels.Match(label))
            return ScreenRisk.Pay;
        var plain = Fold(label);
        LabelForms[] forms = [new(plain), new(Fold(PartWords(label)))];
        var alike = new LabelForms(Resemble(Fold(label, LetterSigns)));
        foreach (var (risk, words, alikes) in Table)
        {
            if (Array.Exists(words, word => Array.Exists(forms, form => form.Hold(word))) || Array.Exists(alikes, alike.Hold))
                return risk;
        }

        return IsSign(label, plain) || !LabelScripts.IsReadable(label) ? ScreenRisk.Unknown : ScreenRisk.Reversible;
    }

    // a pictogram without a word says nothing, with or without a number beside it
    private static bool IsSign(string label, string plain) => !plain.Any(char.IsLetter)
        && label.EnumerateRunes().Any(rune => plain.Trim().Length == 0
            ? !Rune.IsWhiteSpace(rune) && !(rune.IsBmp && HarmlessSigns.Contains((char)rune.Value, StringComparison.Ordinal))
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse && rune.Value != '°');

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
            if (LabelScripts.IsUnseen(rune))
                continue;
            if (LabelScripts.ReadSign(rune) is { } letter)
                result.Append(letter);
            else if (ArabicForms.TryGetValue(rune.Value, out var form))
                result.Append(form);
            else if (Rune.IsLetterOrDigit(rune) || (rune.IsBmp && signs.Contains((char)rune.Value, StringComparison.Ordinal)))
                result.Append(rune);
            else if (result[^1] != ' ')
                result.Append(' ');
        }

        return result.ToString().TrimEnd().Normalize(NormalizationForm.FormC) + " ";
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

    private static string[] Split(string words) => [.. words.Split('|').Select(word => Fold(word).Trim())];
}
