using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Top-k, top-p and min-p on scores: each finds the lowest score that stays and sets everything below to negative infinity.
/// </summary>
/// <remarks>
/// Tokens of equal score at the border stay together. Only the top of the scores is ever sorted: values within a growing distance of
/// the best are gathered until they are enough. Holds the buffer for that; not thread-safe.
/// </remarks>
internal sealed class SamplingFilters
{
    private const float FirstDistance = 8;

    private float[] top = new float[1024];

    /// <summary>Keeps the k best.</summary>
    /// <param name="scores">Scores, changed in place; at least one is finite. // [vocabulary]</param>
    /// <param name="k">How many, at least 1.</param>
    public void KeepTopK(Span<float> scores, int k)
    {
        if (k >= scores.Length)
            return;
        var max = TensorPrimitives.Max<float>(scores);
        for (var distance = FirstDistance; ; distance *= 2)
        {
            var best = Gather(scores, max, distance, out var complete);
            if (best.Length < k && !complete)
                continue;
            best.Sort();
            DropBelow(scores, best[Math.Max(0, best.Length - k)]);
            return;
        }
    }

    /// <summary>Keeps the smallest set of best tokens whose probabilities reach the share; always at least one.</summary>
    /// <param name="scores">Scores, changed in place; at least one is finite. // [vocabulary]</param>
    /// <param name="share">0…1.</param>
    public void KeepTopP(Span<float> scores, double share)
    {
        if (share >= 1)
            return;
        var max = TensorPrimitives.Max<float>(scores);
        var wanted = share * SoftmaxSum.Of(scores, max);
        for (var distance = FirstDistance; ; distance *= 2)
        {
            var best = Gather(scores, max, distance, out var complete);
            if (!complete && SoftmaxSum.Of(best, max) < wanted)
                continue;
            best.Sort();

            // a token stays while those above it have not reached the share
            var lowest = best.Length - 1;
            for (var above = Math.Exp(best[lowest] - max); above < wanted && lowest > 0; above += Math.Exp(best[lowest] - max))
                lowest--;
            DropBelow(scores, best[lowest]);
            return;
        }
    }

    /// <summary>Keeps tokens whose probability is at least this share of the best token's.</summary>
    /// <param name="scores">Scores, changed in place; at least one is finite. // [vocabulary]</param>
    /// <param name="share">0…1.</param>
    public static void KeepMinP(Span<float> scores, double share)
    {
        if (share > 0)
            DropBelow(scores, (float)(TensorPrimitives.Max<float>(scores) + Math.Log(share)));
    }

    // all scores that are no further below the best than the distance; complete when no finite score is left out
    private Span<float> Gather(ReadOnlySpan<float> scores, float max, float distance, out bool complete)
    {
        var lowest = max - distance;
        var count = 0;
        complete = true;
        foreach (var score in scores)
        {
            if (score >= lowest)
            {
                if (count == top.Length)
                    Array.Resize(ref top, 2 * top.Length);
                top[count++] = score;
            }
            else if (score > float.NegativeInfinity)
            {
                complete = false;
            }
        }

        return top.AsSpan(0, count);
    }

    private static void DropBelow(Span<float> scores, float lowest)
    {
        foreach (ref var score in scores)
        {
            if (score < lowest)
                score = float.NegativeInfinity;
        }
    }
}
