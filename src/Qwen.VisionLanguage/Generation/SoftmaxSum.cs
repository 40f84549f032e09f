using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Generation;

/// <summary>Sums of exponentials in double precision, block by block, so that a vocabulary needs no second buffer.</summary>
internal static class SoftmaxSum
{
    /// <summary>How many scores one block has at most.</summary>
    public const int Block = 512;

    /// <summary>Σ exp(score − max).</summary>
    /// <param name="scores">Scores, none above <paramref name="max"/>; negative infinity counts nothing. // [vocabulary]</param>
    /// <param name="max">The largest score, finite.</param>
    public static double Of(ReadOnlySpan<float> scores, float max)
    {
        Span<double> weights = stackalloc double[Block];
        var sum = 0.0;
        for (var start = 0; start < scores.Length; start += Block)
            sum += TensorPrimitives.Sum<double>(Weights(scores[start..], max, weights));
        return sum;
    }

    /// <summary>The first index at which the running sum of exp(score − max) exceeds <paramref name="target"/>.</summary>
    public static int IndexAt(ReadOnlySpan<float> scores, float max, double target)
    {
        Span<double> weights = stackalloc double[Block];
        for (var start = 0; start < scores.Length; start += Block)
        {
            var block = Weights(scores[start..], max, weights);
            var sum = TensorPrimitives.Sum<double>(block);
            if (target >= sum)
            {
                target -= sum;
                continue;
            }

            var last = 0;
            for (var i = 0; i < block.Length; i++)
            {
                if (block[i] == 0)
                    continue;
                if (target < block[i])
                    return start + i;
                target -= block[i];
                last = i;
            }

            return start + last; // rounding ate the rest of the block
        }

        return TensorPrimitives.IndexOfMax(scores); // rounding ate the rest of the whole
    }

    /// <summary>
    /// exp(score − max) of the first block of scores; nothing where all of it is masked, as most of a filtered vocabulary is.
    /// </summary>
    /// <param name="scores">Scores. // [vocabulary]</param>
    /// <param name="max">The largest score, finite.</param>
    /// <param name="weights">Room for the result. // [Block]</param>
    public static Span<double> Weights(ReadOnlySpan<float> scores, float max, Span<double> weights)
    {
        var block = scores[..Math.Min(Block, scores.Length)];
        if (float.IsNegativeInfinity(TensorPrimitives.Max(block)))
            return [];
        weights = weights[..block.Length];

        // the difference in single precision, as the reference has it
        for (var i = 0; i < block.Length; i++)
            weights[i] = block[i] - max;
        TensorPrimitives.Exp<double>(weights, weights);
        return weights;
    }
}
