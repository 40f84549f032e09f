using System.Numerics.Tensors;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.Benchmarks;

/// <summary>Logits behind prompts and every token of answers that are known, by which two ways of running a model are compared.</summary>
internal static class AnswerLogits
{
    /// <summary>So many recorded answers, spread over all of them, with their prompts.</summary>
    public static List<(PromptPlan Plan, int[] Answer)> Recorded(Checkpoint checkpoint, int count)
    {
        var tokenizer = QwenTokenizer.Load(checkpoint.Folder);
        var prompts = new ChatPromptBuilder(tokenizer, checkpoint.Config);
        var all = HeldOutCase.All();
        return [.. Enumerable.Range(0, count).Select(n => all[n * all.Count / count]).Select(recorded => (
            PromptPlan.Create(
                prompts.Build(recorded.Turns(checkpoint.Config.Vision, checkpoint.Preprocessor), new ChatPromptOptions()),
                checkpoint.Config),
            tokenizer.Encode(recorded.Answer).ToArray()))];
    }

    /// <summary>Reads the answers one by one. // [prompts and tokens][vocabulary], centred row by row</summary>
    public static async Task<List<float[]>> ReadAsync(InferenceEngine engine, IEnumerable<(PromptPlan Plan, int[] Answer)> cases)
    {
        var result = new List<float[]>();
        foreach (var (plan, answer) in cases)
        {
            using var run = new SequenceRun(engine, plan, answer.Length + 1);
            await run.PrefillAsync(CancellationToken.None);
            result.Add(Centred(run.Logits));
            foreach (var piece in answer.Chunk(SequenceRun.MaxStep))
            {
                await run.StepAsync(piece, piece.Length, CancellationToken.None);
                for (var row = 0; row < piece.Length; row++)
                    result.Add(Centred(run.LogitsAt(row)));
            }
        }

        return result;
    }

    private static float[] Centred(ReadOnlySpan<float> logits)
    {
        var row = logits.ToArray();
        TensorPrimitives.Subtract(row, TensorPrimitives.Average<float>(row), row);
        return row;
    }
}
