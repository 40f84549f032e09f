using System.Text;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>Brings an answer to small letters without accents and to the digits of ASCII: words are found however written.</summary>
internal static class AnswerFolding
{
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýё’ʼ‘‐‑–—−\u3000\u0623\u0625\u0622\u0671\u0649\u06CC";
    private const string Plain = "aaaaaaceeeeiiiinoooooouuuuyе'''----- \u0627\u0627\u0627\u0627\u064A\u064A";

    /// <summary>The folded text; its positions are its own.</summary>
    public static string Fold(string text) => PlainLetters.Fold(text, static (folded, letter) =>
    {
        letter = char.ToLowerInvariant(letter);
        if (letter == 'ß')
            folded.Append("ss");
        else if (letter is >= '\u0100' and <= '\u024F' or >= '\u1E00' and <= '\u1EFF')
            folded.Append(WithoutMarks(letter));
        else if (letter is not ((>= '\u0300' and <= '\u036F')
            or '\u200B' or '\u200C' or '\u200E' or '\u200F' or (>= '\u064B' and <= '\u0652') or '\u0640' or '*'))
            folded.Append(Accented.IndexOf(letter) is >= 0 and var at ? Plain[at] : letter);
    });

    // Polish, Turkish, Vietnamese and others
    private static char WithoutMarks(char letter) => letter switch
    {
        'đ' => 'd',
        'ł' => 'l',
        'ı' => 'i',
        _ => char.ToLowerInvariant(letter.ToString().Normalize(NormalizationForm.FormD)[0]),
    };
}
