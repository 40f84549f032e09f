using System.Text;
using System.Text.RegularExpressions;

namespace Qwen.Videos.Index;

/// <summary>Turns what a person types into a full-text query, and texts into what is searched.</summary>
internal static partial class SearchWords
{
    /// <summary>
    /// The text as it goes into the index: signs of scripts written without blanks stand apart, so that each is a word and a sequence
    /// of them a phrase.
    /// </summary>
    public static string Prepare(string text)
    {
        if (!Unspaced().IsMatch(text))
            return text;
        var prepared = new StringBuilder(text.Length * 2);
        foreach (var rune in text.EnumerateRunes())
        {
            var sign = rune.ToString();
            prepared.Append(Unspaced().IsMatch(sign) ? $" {sign} " : sign);
        }

        return prepared.ToString();
    }

    /// <summary>
    /// The words or, in quotation marks, phrases that were typed, each quoted: nothing in them is an operator of the query language.
    /// Empty where there is no letter and no digit.
    /// </summary>
    public static IReadOnlyList<string> Quote(string typed) =>
    [
        .. Word().Matches(typed)
            .Select(word => Prepare(word.Value.Replace('"', ' ')).Trim())
            .Where(word => word.EnumerateRunes().Any(Rune.IsLetterOrDigit))
            .Select(word => $"\"{Control().Replace(word, " ")}\"")
            .Distinct(),
    ];

    [GeneratedRegex("\"[^\"]*\"|[^\\s\"]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{Cc}")]
    private static partial Regex Control();

    // Han, Hiragana, Katakana, Thai, Lao, Khmer, Burmese
    [GeneratedRegex(
        @"[\u2E80-\u2FDF\u3005-\u3007\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]"
        + @"|[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF]|[\uD840-\uD88D][\uDC00-\uDFFF]")]
    private static partial Regex Unspaced();
}
