using System.Globalization;
using System.Text;
using CsCheck;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Tests.Text;

namespace Qwen.VisionLanguage.Tests.Generation;

public class RepetitionDetectorTests
{
    [Fact]
    public void A_block_fires_exactly_at_the_documented_length()
        => Gen.Select(Gen.Int[1, RepetitionDetector.LongestBlock], Gen.Int[0, 400]).Sample((block, lead) =>
        {
            var needed = Math.Max(RepetitionDetector.LeastTokens, RepetitionDetector.LeastRepeats * block);
            var tokens = Enumerable.Range(0, lead).Select(i => 100_000 + i).Concat(Enumerable.Range(0, needed + 10).Select(i => i % block));
            Assert.Equal(lead + needed, FiresAfter(tokens));
        });

    [Fact]
    public void Longer_blocks_and_shorter_runs_do_not_fire()
    {
        Assert.Null(FiresAfter(Enumerable.Range(0, 20_000).Select(i => i % (RepetitionDetector.LongestBlock + 1))));
        Assert.Null(FiresAfter(Enumerable.Range(0, 20_000).Select(i => i % RepetitionDetector.LeastTokens == 0 ? i : 1)));
    }

    [Fact]
    public void Random_tokens_do_not_fire()
        => Gen.Int[0, 3].Array[3000].Sample(tokens => Assert.Null(FiresAfter(tokens)), iter: 50);

    [Fact]
    public void A_list_of_the_same_box_fires()
        => Assert.NotNull(
            FiresAfter(Ids(string.Concat(Enumerable.Repeat("{\"bbox_2d\": [12, 345, 678, 90], \"label\": \"red circle\"},\n", 40)))));

    [Fact]
    public void A_list_of_different_boxes_does_not_fire()
    {
        var boxes = new StringBuilder();
        for (var i = 0; i < 200; i++)
            boxes.Append(
                CultureInfo.InvariantCulture,
                $"{{\"bbox_2d\": [{12 + (i % 10 * 40)}, {100 + (i / 10 * 30)}, {50 + (i % 10 * 40)}, {125 + (i / 10 * 30)}], \"label\": "
                + $"\"seat\"}},\n");
        Assert.Null(FiresAfter(Ids(boxes.ToString())));
    }

    [Theory]
    [InlineData("| --- | --- | --- | --- | --- | --- | --- | --- |\n", 1)]
    [InlineData("<tr><td></td><td></td><td></td><td></td></tr>\n", 6)]
    [InlineData("0, ", 60)]
    [InlineData("................", 15)]
    public void Rulers_empty_rows_and_zeros_of_ordinary_length_do_not_fire(string part, int times)
        => Assert.Null(FiresAfter(Ids(string.Concat(Enumerable.Repeat(part, times)))));

    private static int? FiresAfter(IEnumerable<int> tokens)
    {
        var detector = new RepetitionDetector();
        var count = 0;
        foreach (var token in tokens)
        {
            count++;
            if (detector.Accept(token))
                return count;
        }

        return null;
    }

    private static int[] Ids(string text) => TextModels.Demo.Encode(text);
}
