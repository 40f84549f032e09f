using System.Numerics.Tensors;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>Log-softmax of raw logits for the chosen token and the most probable ones.</summary>
internal static class LogProbabilities
{
    /// <summary>Describes one step.</summary>
    /// <param name="logits">The model's logits, before mask, penalties and temperature; not changed. // [vocabulary]</param>
    /// <param name="chosen">The token that was written.</param>
    /// <param name="alternatives">How many of the most probable tokens to report; may be 0.</param>
    /// <param name="tokenizer">Gives the tokens' texts.</param>
    public static TokenLogProbability Of(ReadOnlySpan<float> logits, int chosen, int alternatives, QwenTokenizer tokenizer)
    {
        var max = TensorPrimitives.Max(logits);
        var logSum = max + Math.Log(SoftmaxSum.Of(logits, max));
        var best = Best(logits, Math.Min(alternatives, logits.Length));
        var top = new TokenLogProbability[best.Length];
        for (var i = 0; i < top.Length; i++)
            top[i] = Describe(best[i], logits[best[i]] - logSum, [], tokenizer);
        return Describe(chosen, logits[chosen] - logSum, top, tokenizer);
    }

    private static TokenLogProbability Describe(int id, double logProbability, TokenLogProbability[] alternatives, QwenTokenizer tokenizer)
        => new(id, tokenizer.Decode([id], skipSpecialTokens: false), (float)logProbability, alternatives);

    // the n best ids, best first, of equal ones the lowest id first; n is small, so an insertion into a sorted list is rare
    private static int[] Best(ReadOnlySpan<float> logits, int n)
    {
        var best = new int[n];
        var found = 0;
        for (var id = 0; id < logits.Length && n > 0; id++)
        {
            if (found == n && !(logits[id] > logits[best[n - 1]]))
                continue;
            var place = found < n ? found++ : n - 1;
            for (; place > 0 && logits[id] > logits[best[place - 1]]; place--)
                best[place] = best[place - 1];
            best[place] = id;
        }

        return best;
    }
}
