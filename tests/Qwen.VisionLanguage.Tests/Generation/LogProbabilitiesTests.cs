using CsCheck;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Tests.Text;

namespace Qwen.VisionLanguage.Tests.Generation;

public class LogProbabilitiesTests
{
    [Fact]
    public void Values_are_the_log_softmax_best_first()
        => Gen.Select(Gen.Float[-30, 30].Array[1, 700], Gen.Int[0, 20], Gen.Int[0, 699]).Sample((logits, top, pick) =>
        {
            var chosen = pick % logits.Length;
            var result = LogProbabilities.Of(logits, chosen, top, TextModels.Demo);

            var logSum = Math.Log(logits.Sum(logit => Math.Exp(logit)));
            Assert.Equal(chosen, result.TokenId);
            Assert.Equal(logits[chosen] - logSum, result.LogProbability, 1e-4);
            var expected = Enumerable.Range(0, logits.Length).OrderByDescending(id => logits[id]).Take(top).ToArray();
            Assert.Equal(expected, result.Alternatives.Select(token => token.TokenId));
            Assert.All(result.Alternatives, token => Assert.Equal(logits[token.TokenId] - logSum, token.LogProbability, 1e-4));
        });

    [Fact]
    public void Of_equals_the_lowest_id_comes_first()
        => Assert.Equal([1, 2, 0], LogProbabilities.Of([1, 2, 2, 0], 3, 3, TextModels.Demo).Alternatives.Select(token => token.TokenId));

    [Fact]
    public void Tokens_show_their_text()
    {
        var half = TextModels.Demo.Encode("😀")[0];
        var end = TextModels.Demo.GetSpecialId("<|im_end|>")!.Value;
        var logits = new float[TextModels.Demo.VocabularySize];
        Assert.Equal("\uFFFD", LogProbabilities.Of(logits, half, 0, TextModels.Demo).Text);
        Assert.Equal("<|im_end|>", LogProbabilities.Of(logits, end, 0, TextModels.Demo).Text);
    }
}
