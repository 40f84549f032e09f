using System.Text;
using CsCheck;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Text;

public class TokenTextDecoderTests
{
    [Fact]
    public void Pieces_of_any_ids_join_to_the_whole()
        => Gen.Int[0, 260].Array[0, 60].Sample(ids =>
        {
            var (text, whole) = Stream(ids);
            Assert.Equal(TextModels.Demo.Decode(ids), text);
            Assert.DoesNotContain(whole, piece => piece.Length > 0 && (char.IsHighSurrogate(piece[^1]) || char.IsLowSurrogate(piece[0])));
        });

    [Fact]
    public void Pieces_of_text_hold_whole_characters()
        => Gen.OneOf(
            Gen.OneOf("a", "é", "€", "😀", "𠮷", "\u0301"),
            Gen.Int[0x20, 0x2FFFF].Where(Rune.IsValid).Select(code => new Rune(code).ToString()))
            .Array[0, 30].Select(string.Concat).Sample(text =>
            {
                var (joined, pieces) = Stream(TextModels.Demo.Encode(text));
                Assert.Equal(UnicodeNormalizer.Compose(text), joined);
                if (!joined.Contains('\uFFFD', StringComparison.Ordinal))
                    Assert.DoesNotContain(pieces, piece => piece.Contains('\uFFFD', StringComparison.Ordinal));
                Assert.DoesNotContain(
                    pieces, piece => piece.Length > 0 && (char.IsHighSurrogate(piece[^1]) || char.IsLowSurrogate(piece[0])));
            });

    [Fact]
    public void An_unfinished_character_shows_at_the_end()
    {
        var ids = TextModels.Demo.Encode("😀");
        var decoder = new TokenTextDecoder(TextModels.Demo);
        foreach (var id in ids[..^1])
            Assert.Equal("", decoder.Append(id));
        Assert.Equal("\uFFFD", decoder.Flush());
    }

    [Fact]
    public void Control_tokens_give_no_text()
    {
        var decoder = new TokenTextDecoder(TextModels.Demo);
        Assert.Equal("", decoder.Append(TextModels.Demo.GetSpecialId("<|im_end|>")!.Value));
        Assert.Equal("", decoder.Flush());
    }

    private static (string Text, List<string> Pieces) Stream(IEnumerable<int> ids)
    {
        var decoder = new TokenTextDecoder(TextModels.Demo);
        var pieces = ids.Select(decoder.Append).ToList();
        pieces.Add(decoder.Flush());
        return (string.Concat(pieces), pieces);
    }
}
