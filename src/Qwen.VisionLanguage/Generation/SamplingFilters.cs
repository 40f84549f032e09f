using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Top-k, top-p and min-p on scores: each finds the lowest score that stays and sets everything below to negative infinity.
/// </summary>
/// <remarks>
/// Tokens of equal score at the border stay together. Scores are counted into bins by their distance from the best, and only the bin
/// that the border falls into is sorted, so a step is linear in the vocabulary however flat the distribution is.
/// Holds its buffers; not thread-safe.
/// </remarks>
internal sealed class SamplingFilters
{
    // what is further below the best than 32 shares the last bin: its tokens are less probable than 1e-13 of the best
    private const int BinsPerUnit = 64;
    private const int LastBin = (32 * BinsPerUnit) - 1;

    private readonly double[] bins = new double[LastBin + 1];
    private float[] border = new float[1024];

    /// <summary>Keeps the k best.</summary>
    /// <param name="scores">Scores, changed in place; at least one is finite, none infinite upwards. // [vocabulary]</param>
    /// <param name="k">How many, at least 1.</param>
    public void KeepTopK(Span<float> scores, int k)
    {
        if (k >= scores.Length)
            return;
        Array.Clear(bins);
        var max = TensorPrimitives.Max<float>(scores);
        foreach (var score in scores)
        {
            if (score > float.NegativeInfinity)
                bins[Bin(max, score)]++;
        }

        var bin = 0;
        var above = 0;
        for (; above + (int)bins[bin] < k; bin++)
        {
            if (bin == LastBin)
                return; // fewer than k are left
            above += (int)bins[bin];
        }

        DropBelow(scores, SortedBin(scores, max, bin)[^(k - above)]);
    }

    /// <summary>Keeps the smallest set of best tokens whose probabilities reach the share; always at least one.</summary>
    /// <param name="scores">Scores, changed in place; at least one is finite, none infinite upwards. // [vocabulary]</param>
    /// <param name="share">0…1.</param>
    public void KeepTopP(Span<float> scores, double share)
    {
        if (share >= 1)
            return;
        Array.Clear(bins);
        var max = TensorPrimitives.Max<float>(scores);
        Span<double> buffer = stackalloc double[SoftmaxSum.Block];
        for (var start = 0; start < scores.Length; start += SoftmaxSum.Block)
        {
            var weights = SoftmaxSum.Weights(scores[start..], max, buffer);
            for (var i = 0; i < weights.Length; i++)
                bins[Bin(max, scores[start + i])] += weights[i];
        }

        // a token stays while those above it have not reached the share
        var wanted = share * TensorPrimitives.Sum<double>(bins);
        var bin = 0;
        var above = 0.0;
        for (; above + bins[bin] < wanted; bin++)
        {
            if (bin == LastBin)
                return; // rounding: all of them are needed
            above += bins[bin];
        }

        var values = SortedBin(scores, max, bin);
        var lowest = values.Length - 1;
        for (above += Math.Exp(values[lowest] - max); above < wanted && lowest > 0; above += Math.Exp(values[lowest] - max))
            lowest--;
        DropBelow(scores, values[lowest]);
    }

    /// <summary>Keeps tokens whose probability is at least this share of the best token's.</summary>
    /// <param name="scores">Scores, changed in place; at least one is finite. // [vocabulary]</param>
    /// <param name="share">0…1.</param>
    public static void KeepMinP(Span<float> scores, double share)
    {
        if (share > 0)
            DropBelow(scores, (float)(TensorPrimitives.Max<float>(scores) + Math.Log(share)));
    }

    private static int Bin(float max, float score) => (int)Math.Min((max - score) * BinsPerUnit, LastBin);

    // the finite scores of one bin, lowest first
    private Span<float> SortedBin(ReadOnlySpan<float> scores, float max, int bin)
    {
        var count = 0;
        foreach (var score in scores)
        {
            if (Bin(max, score) != bin || float.IsNegativeInfinity(score))
                continue;
            if (count == border.Length)
                Array.Resize(ref border, 2 * border.Length);
            border[count++] = score;
        }

        var values = border.AsSpan(0, count);
        values.Sort();
        return values;
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
