using System.Buffers;
using System.Globalization;
using System.Text;

namespace Qwen.VisionLanguage.Text;

/// <summary>Normalisation form C of any string, also of those that .NET's own method refuses or takes very long for.</summary>
internal static class UnicodeNormalizer
{
    // Sorting marks costs the square of their number in ICU. Nobody writes so many on one letter (Unicode's stream-safe text
    // allows 30), so longer runs are normalised in sections.
    private const int LongestMarkRun = 1024;

    // string.Normalize takes it for a sign of swapped bytes and throws; nothing composes with it, so its neighbours stand alone.
    private const char NonCharacter = '\uFFFE';

    /// <summary>The text in NFC; lone surrogates, which are no text, become U+FFFD.</summary>
    public static string Compose(string text)
    {
        if (Ascii.IsValid(text))
            return text;

        var output = new StringBuilder();
        var start = 0;
        var marks = 0;
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != OperationStatus.Done || rune.Value == NonCharacter)
            {
                output.Append(text[start..i].Normalize(NormalizationForm.FormC)).Append(rune);
                start = i + length;
                marks = 0;
            }
            else if (!IsMark(rune))
            {
                marks = 0;
            }
            else if (++marks == LongestMarkRun)
            {
                output.Append(text[start..i].Normalize(NormalizationForm.FormC));
                start = i;
                marks = 0;
            }

            i += length;
        }

        var rest = (start == 0 ? text : text[start..]).Normalize(NormalizationForm.FormC);
        return start == 0 ? rest : output.Append(rest).ToString();
    }

    private static bool IsMark(Rune rune)
        => rune.Value >= 0x300
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;
}
