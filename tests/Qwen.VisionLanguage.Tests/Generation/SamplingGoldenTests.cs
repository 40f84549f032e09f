using System.Text.Json;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests.Generation;

[Trait("Category", "Golden")]
public class SamplingGoldenTests
{
    [Fact]
    public void Probabilities_are_those_of_the_reference()
    {
        using var rows = Goldens.ReadJson("sampling.json").EnumerateArray();
        var tensors = Goldens.OpenTensors("sampling.safetensors");
        var worst = 0.0;
        var count = 0;
        foreach (var row in rows)
        {
            var key = row.GetProperty("key").GetString();
            var options = ReadOptions(row.GetProperty("options"));
            var ids = row.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            var scores = tensors.ReadFloats($"{key}/logits");

            new TokenPenalties(SamplingSettings.Merge(options, TestDefaults.Greedy), ids).Apply(scores);
            new TokenSampler(options, TestDefaults.Greedy, ids).Shape(scores);
            var probabilities = Softmax(scores);

            var expected = tensors.ReadFloats($"{key}/probabilities");
            Assert.Equal(expected.Length, probabilities.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                var difference = Math.Abs(expected[i] - probabilities[i]);
                Assert.True(difference <= 1e-6, $"row {key}, token {i}: {probabilities[i]} instead of {expected[i]}");
                worst = Math.Max(worst, difference);
            }

            count++;
        }

        Assert.True(count > 0, "sampling.json holds no rows");
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} rows, largest difference {worst:E2}");
    }

    private static SamplingOptions ReadOptions(JsonElement options) => new()
    {
        Temperature = options.TryGetProperty("temperature", out var temperature) ? temperature.GetSingle() : 1,
        TopK = options.TryGetProperty("top_k", out var k) ? k.GetInt32() : null,
        TopP = options.TryGetProperty("top_p", out var p) ? p.GetSingle() : null,
        MinP = options.TryGetProperty("min_p", out var m) ? m.GetSingle() : null,
        RepetitionPenalty = options.TryGetProperty("repetition_penalty", out var r) ? r.GetSingle() : null,
    };

    private static double[] Softmax(float[] scores)
    {
        var weights = scores.Select(score => Math.Exp(score - (double)scores.Max())).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
