using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Attention;

/// <summary>
/// Takes a constant out of keys before they are rounded to 16 bits: their bias, in those dimensions where rotation leaves it nearly as it
/// is. The same for all keys of a head, it adds the same to all of a query's scores, and softmax does not see it; but published
/// checkpoints have some hundreds there where the rest of a key has a few, and the rest would lose its last bits.
/// </summary>
internal sealed class KeyBias
{
    /// <summary>Smaller ones cost a 16-bit key nothing that could be measured.</summary>
    private const float Large = 8;

    private const int LongConversation = 32 << 10;

    private readonly int still; // first pair of dimensions that rotation hardly turns

    /// <param name="config">The decoder's sizes.</param>
    /// <param name="keys">How keys are stored; those of 32 bits stay as they are.</param>
    public KeyBias(TextConfig config, WeightForm keys)
    {
        var (dim, half) = (config.HeadDim, config.HeadDim / 2);
        // from here on pairs turn by less than a radian in a long conversation: a bias stays nearer to where it was than to 0
        while (still < half && (keys == WeightForm.Float32 || Math.Pow(config.RopeTheta, -2.0 * still / dim) * LongConversation >= 1))
            still++;
    }

    /// <summary>Takes the large biases out of a key.</summary>
    /// <param name="key">With its bias, rotated. // [d]</param>
    /// <param name="bias">Of its head. // [d]</param>
    public void TakeOut(Span<float> key, ReadOnlySpan<float> bias)
    {
        var half = key.Length / 2;
        if (still == half)
            return;
        var low = bias[still..half];
        var high = bias[(half + still)..];
        if (MathF.Max(Largest(low), Largest(high)) < Large)
            return;
        TensorPrimitives.Subtract(key[still..half], low, key[still..half]);
        TensorPrimitives.Subtract(key[(half + still)..], high, key[(half + still)..]);
    }

    private static float Largest(ReadOnlySpan<float> numbers) => MathF.Abs(TensorPrimitives.MaxMagnitude(numbers));
}
