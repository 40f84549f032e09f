using System.Numerics.Tensors;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.Devices.Tests.Models;

/// <summary>What an engine made of one prompt: the features of its pictures and the logits along a path of tokens.</summary>
/// <param name="Features">One array per temporal slice.</param>
/// <param name="Path">The tokens that were taken.</param>
/// <param name="Logits">Logits before each of them.</param>
internal sealed record ModelRun(IReadOnlyList<float[]> Features, IReadOnlyList<int> Path, IReadOnlyList<float[]> Logits)
{
    // small enough that the longer prompts take several chunks on top of kept keys and values
    private const int Chunk = 50;

    /// <summary>Runs encoder and decoder.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="prompt">The prompt with its media.</param>
    /// <param name="length">Tokens of the answer.</param>
    /// <param name="path">The tokens to take; null for the best at each step.</param>
    public static async Task<ModelRun> CreateAsync(InferenceEngine engine, ChatPrompt prompt, int length, IReadOnlyList<int>? path = null)
    {
        var plan = PromptPlan.Create(prompt, engine.Checkpoint.Config);
        var features = new List<float[]>();
        foreach (var slice in plan.Runs)
            features.Add((await engine.EncodeAsync(slice, CancellationToken.None).ConfigureAwait(false)).Features);

        var tokens = new List<int>();
        var logits = new List<float[]>();
        using var run = new SequenceRun(engine, plan, length, Chunk);
        await run.PrefillAsync(CancellationToken.None).ConfigureAwait(false);
        for (var step = 0; step < length; step++)
        {
            if (step > 0)
                await run.StepAsync(tokens[^1], CancellationToken.None).ConfigureAwait(false);
            logits.Add([.. run.Logits]);
            tokens.Add(path?[step] ?? TensorPrimitives.IndexOfMax(run.Logits));
        }

        return new ModelRun(features, tokens, logits);
    }
}
