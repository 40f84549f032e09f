using System.Globalization;
using Qwen.Perception.Parsing;

namespace Qwen.Perception.Reading.Numbers;

/// <summary>Brings the many letters in which numbers are printed to the few that are looked for.</summary>
internal static class PrintedText
{
    /// <summary>A blank at which no line breaks, as within a number.</summary>
    public const char HardBlank = '\u00A0';

    /// <summary>The Arabic mark before decimals, which is nothing else.</summary>
    public const char SureDecimalMark = '\u066B';

    /// <summary>
    /// Digits of all scripts become those of ASCII; dashes that stand for a minus, blanks, apostrophes, wide marks and brackets one each.
    /// Marks of writing direction are left out.
    /// </summary>
    public static string Normalise(string text) => PlainLetters.Fold(text, static (plain, letter) =>
    {
        if (char.GetUnicodeCategory(letter) != UnicodeCategory.Format)
            plain.Append(Normalise(letter));
    }).Trim();

    private static char Normalise(char letter) => letter switch
    {
        '\u2212' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\uFE63' or '\uFF0D' or '\u207B' => '-',
        '△' or '▲' or '▽' or '▼' or '\u2796' => '-', // Japanese accounts and their relatives
        '\uFF0B' or '\uFE62' => '+',
        '\u2009' or '\u202F' or '\u2007' or '\u2008' or '\u200A' or '\u2006' => HardBlank,
        '\t' or '\r' or '\n' or '\u3000' or '\u2002' or '\u2003' => ' ',
        '\u2019' or '\u2018' or '\u02BC' or '\u00B4' or '`' or '\u2032' or '\uFF07' or '\u066C' or '\u02B9' => '\'',
        '\uFF0C' or '\u060C' or '\u201A' => ',',
        '\uFF0E' or '\u00B7' => '.',
        '\uFF08' => '(',
        '\uFF09' => ')',
        '\uFF05' or '\u066A' => '%',
        '\uFFE5' => '¥',
        '\uFF04' => '$',
        '\uFFE1' => '£',
        _ => letter,
    };
}
