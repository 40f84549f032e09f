using System.Text.RegularExpressions;
using CsCheck;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Text;

public class PieceScannerTests
{
    // .NET's case folding does not know the long s, the reference's engine does
    private static readonly Regex Pattern = new(
        TokenizerReader.Pattern.Replace("'s|", "'s|'\u017F|", StringComparison.Ordinal), RegexOptions.CultureInvariant);

    private static readonly Gen<string> BmpText = Gen.OneOf(
        Gen.Char[' ', '~'].Select(c => c.ToString()),
        Gen.OneOf("'s", "'T", "'re", "'VE", "'ll", "'lL", "'m", "'D", "'\u017F", "'x", "'", "\u2019s"),
        Gen.OneOf(" ", "  ", "\n", "\r\n", "\t", "\u0085", "\u00A0", "\u2028", "\u3000", "\u001C", "\u200B", "\u000B"),
        Gen.OneOf("12", "\u0663", "\u00BD", "\u2167", "\u4E00", "\u0301", "\u093F", "\u0E31", "\uFEFF"),
        Gen.Char['\u0080', '\uD7FF'].Select(c => c.ToString()),
        Gen.Char['\uE000', '\uFFFF'].Select(c => c.ToString())).Array[0, 40].Select(string.Concat);

    [Fact]
    public void Pieces_of_the_bmp_are_those_of_the_pattern()
        => BmpText.Sample(text => Assert.Equal(Pattern.Matches(text).Select(match => match.Value), Pieces(text)), iter: 20000);

    [Theory]
    [InlineData("𝒜𝓁𝑔x", new[] { "𝒜𝓁𝑔x" })]
    [InlineData("𠮷野家 𠮷", new[] { "𠮷野家", " 𠮷" })]
    [InlineData("a𝟏𝟐b", new[] { "a", "𝟏", "𝟐", "b" })]
    [InlineData("😀😀𝒜", new[] { "😀😀", "𝒜" })]
    [InlineData(" 😀\n\nx", new[] { " 😀\n\n", "x" })]
    [InlineData("😀x", new[] { "😀x" })]
    public void Characters_outside_the_bmp_count_as_what_they_are(string text, string[] pieces)
        => Assert.Equal(pieces, Pieces(text));

    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length; start += pieces[^1].Length)
            pieces.Add(text.Substring(start, PieceScanner.NextLength(text.AsSpan(start))));
        return pieces;
    }
}
