using CsCheck;
using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests.Generation;

public class StopSequenceMatcherTests
{
    [Fact]
    public void Pieces_give_what_the_whole_text_gives()
        => Gen.Select(
            Gen.Char['a', 'c'].Array[0, 40].Select(letters => new string(letters)),
            Gen.Char['a', 'c'].Array[1, 5].Select(letters => new string(letters)).Array[0, 3],
            Gen.Int[1, 5].Array[40]).Sample((text, sequences, cuts) =>
            {
                // the first place at which a sequence is complete; there the longest
                var end = Enumerable.Range(0, text.Length + 1)
                    .FirstOrDefault(i => sequences.Any(s => text[..i].EndsWith(s, StringComparison.Ordinal)), -1);
                var expected = end < 0
                    ? text
                    : text[..(end - sequences.Where(s => text[..end].EndsWith(s, StringComparison.Ordinal)).Max(s => s.Length))];

                var matcher = new StopSequenceMatcher(sequences);
                var emitted = "";
                var stopped = false;
                for (int position = 0, c = 0; position < text.Length && !stopped; c++)
                {
                    var length = Math.Min(cuts[c], text.Length - position);
                    (var emit, stopped) = matcher.Append(text.Substring(position, length));
                    emitted += emit;
                    position += length;
                    Assert.StartsWith(emitted, expected, StringComparison.Ordinal);

                    // what is held back is the start of a sequence, never more
                    var held = text[emitted.Length..position];
                    Assert.True(
                        stopped || held.Length == 0 || sequences.Any(s => s.StartsWith(held, StringComparison.Ordinal)),
                        $"'{held}' is held back for nothing");
                }

                emitted += matcher.Flush();
                Assert.Equal(end >= 0, stopped);
                Assert.Equal(expected, emitted);
            });

    [Fact]
    public void A_sequence_across_pieces_ends_the_text_for_good()
    {
        var matcher = new StopSequenceMatcher(["</answer>", "END"]);
        Assert.Equal(("x ", false), matcher.Append("x </ans"));
        Assert.Equal(("", true), matcher.Append("wer> more"));
        Assert.Equal(("", true), matcher.Append("even more"));
        Assert.Equal("", matcher.Flush());
    }

    [Fact]
    public void What_only_looked_like_a_start_comes_late_but_whole()
    {
        var matcher = new StopSequenceMatcher(["</answer>"]);
        Assert.Equal(("a", false), matcher.Append("a</"));
        Assert.Equal(("</b>", false), matcher.Append("b>"));
        Assert.Equal(("", false), matcher.Append("<"));
        Assert.Equal("<", matcher.Flush());
    }

    [Fact]
    public void An_empty_sequence_is_refused()
        => Assert.Throws<QwenException>(() => new StopSequenceMatcher(["x", ""]));
}
