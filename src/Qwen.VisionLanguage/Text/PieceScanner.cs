using System.Globalization;
using System.Text;

namespace Qwen.VisionLanguage.Text;

/// <summary>
/// Cuts text into the pieces that byte-pair merging works on: the pre-tokenisation pattern of Qwen2.5 as a hand-written scanner.
/// </summary>
/// <remarks>
/// The pattern is
/// <code>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</code>
/// .NET's regular expressions see UTF-16 units, so a letter or number outside the BMP is neither <c>\p{L}</c> nor <c>\p{N}</c> to
/// them; this scanner goes by code points. It looks at each character a bounded number of times.
/// </remarks>
internal static class PieceScanner
{
    private enum Kind : byte
    {
        Other,
        Letter,
        Number,
        Space,
        NewLine,
    }

    /// <summary>Length in UTF-16 units of the piece that a non-empty text starts with.</summary>
    public static int NextLength(ReadOnlySpan<char> text)
    {
        var kind = KindAt(text, 0, out var first);

        // 's 't 're 've 'm 'll 'd
        if (text[0] == '\'' && ContractionLength(text) is > 0 and var contraction)
            return contraction;

        // one character that is neither line break, letter nor number may lead a run of letters
        if (kind == Kind.Letter)
            return SkipLetters(text, first);
        if (kind is Kind.Other or Kind.Space && first < text.Length && KindAt(text, first, out var second) == Kind.Letter)
            return SkipLetters(text, first + second);

        if (kind == Kind.Number)
            return first;

        // punctuation, with one blank before and line breaks behind
        if (kind == Kind.Other)
            return SkipNewLines(text, SkipOthers(text, first));
        if (text[0] == ' ' && text.Length > 1 && KindAt(text, 1, out second) == Kind.Other)
            return SkipNewLines(text, SkipOthers(text, 1 + second));

        return WhiteSpaceLength(text);
    }

    private static int ContractionLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
            return 0;
        switch (text[1])
        {
            // the long s folds to s, and the reference's engine knows it
            case 's' or 'S' or '\u017F' or 't' or 'T' or 'm' or 'M' or 'd' or 'D':
                return 2;
            case 'r' or 'R' or 'v' or 'V':
                return text.Length > 2 && text[2] is 'e' or 'E' ? 3 : 0;
            case 'l' or 'L':
                return text.Length > 2 && text[2] is 'l' or 'L' ? 3 : 0;
            default:
                return 0;
        }
    }

    // \s*[\r\n]+ ends behind the last line break of the run; \s+(?!\S) leaves the last blank to the word behind it
    private static int WhiteSpaceLength(ReadOnlySpan<char> text)
    {
        var end = 0;
        var behindNewLine = 0;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            if (text[end++] is '\r' or '\n')
                behindNewLine = end;
        }

        if (behindNewLine > 0)
            return behindNewLine;
        return end < text.Length && end > 1 ? end - 1 : end;
    }

    private static int SkipLetters(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && KindAt(text, from, out var length) == Kind.Letter)
            from += length;
        return from;
    }

    private static int SkipOthers(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && KindAt(text, from, out var length) == Kind.Other)
            from += length;
        return from;
    }

    private static int SkipNewLines(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && text[from] is '\r' or '\n')
            from++;
        return from;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = 1;
        var unit = text[index];
        if (char.IsAscii(unit))
        {
            if (char.IsAsciiLetter(unit))
                return Kind.Letter;
            if (char.IsAsciiDigit(unit))
                return Kind.Number;
            if (unit is '\r' or '\n')
                return Kind.NewLine;
            return char.IsWhiteSpace(unit) ? Kind.Space : Kind.Other;
        }

        if (char.IsWhiteSpace(unit))
            return Kind.Space;
        Rune.DecodeFromUtf16(text[index..], out var rune, out length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
