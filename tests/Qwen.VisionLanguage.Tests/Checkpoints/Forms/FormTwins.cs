using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Tests.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>Compares a checkpoint with one that means the same.</summary>
internal static class FormTwins
{
    private const int Answer = 16;

    /// <summary>Every weight of both, to the last bits of fp32.</summary>
    public static void AssertSameWeights(string form, string twin, string? adapter = null)
    {
        using Checkpoint one = Checkpoint.Open(form, adapter), other = Checkpoint.Open(twin);
        foreach (var (name, _) in CheckpointLayout.Tensors(one.Config).Append((CheckpointLayout.Head, [])))
        {
            var (numbers, expected) = (new float[one.GetTensor(name).ElementCount], new float[other.GetTensor(name).ElementCount]);
            one.GetTensor(name).ReadFloats(0, numbers);
            other.GetTensor(name).ReadFloats(0, expected);
            var error = numbers.Zip(expected, (a, b) => MathF.Abs(a - b)).Max();
            Assert.True(error <= 1e-6f, $"{adapter ?? form}: {name} is off by {error}.");
        }
    }

    /// <summary>Logits and greedy tokens of both, converted to fp32; the largest difference of logits.</summary>
    public static async Task<float> AssertSameAnswers(string form, string twin, float tolerance, string? adapter = null)
    {
        using TestEngine one = new(form, QwenPrecision.Float32, adapter: adapter), other = new(twin, QwenPrecision.Float32);
        var (logits, tokens) = await Greedy(one);
        var (expected, expectedTokens) = await Greedy(other);
        var error = logits.Zip(expected, (a, b) => MathF.Abs(a - b)).Max();
        Assert.True(error <= tolerance, $"{adapter ?? form}: logits are off by {error}.");
        Assert.Equal(expectedTokens, tokens);
        return error;
    }

    /// <summary>All logits of a fixed text's end and of a greedy answer after it.</summary>
    public static async Task<(List<float> Logits, List<int> Tokens)> Greedy(TestEngine test)
    {
        int[] ids = [.. Enumerable.Range(0, 40).Select(n => 10 + n * 37 % 200)];
        var plan = PromptPlan.Create(new ChatPrompt(ids, [], ""), test.Checkpoint.Config);
        var (logits, tokens) = (new List<float>(), new List<int>());
        using var run = new SequenceRun(test.Engine, plan, Answer);
        await run.PrefillAsync(TestContext.Current.CancellationToken);
        for (var step = 0; step < Answer; step++)
        {
            logits.AddRange(run.Logits);
            tokens.Add(TensorPrimitives.IndexOfMax<float>(run.Logits));
            await run.StepAsync(tokens[^1], TestContext.Current.CancellationToken);
        }

        return (logits, tokens);
    }
}
