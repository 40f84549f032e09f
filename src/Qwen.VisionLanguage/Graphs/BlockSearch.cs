using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Finds scale and zero point of one block of 4-bit codes: those of least error, weighted by how much each input matters. Given the
/// integers u = code − zero point, the best scale is Σ h·w·u / Σ h·u²; so only the steps of the rounding and the zero point are tried.
/// </summary>
/// <remarks>
/// Sums are formed in the same order on every processor: the same block gives the same bits everywhere. Blocks are whole multiples of 8.
/// </remarks>
internal static class BlockSearch
{
    /// <summary>Below this a block's numbers are taken for zeros: its scale would have too few bits.</summary>
    private const float Smallest = 1e-30f;

    private const int ZeroOffset = 8;
    private const int Refinements = 2;

    /// <summary>Steps between the block's ends that are tried; beyond 15 its ends are cut.</summary>
    private static readonly float[] Steps = [13.6f, 14.3f, 15, 15.6f, 16.2f, 16.8f, 17.5f, 18.3f, 19.2f];

    // added and taken off again, it leaves no bit for the fraction: halves to even
    private static readonly Vector256<float> Rounder = Vector256.Create(12582912f);

    /// <summary>The best scale, as 16 bits hold it (<see cref="ShortScale"/>), and the zero point.</summary>
    /// <param name="values">The block.</param>
    /// <param name="importance">How much the square of each error counts.</param>
    /// <param name="zeroPoints">Whether zero points other than 8 may be chosen.</param>
    public static (float Scale, int Zero) Find(ReadOnlySpan<float> values, ReadOnlySpan<float> importance, bool zeroPoints)
    {
        var (low, high) = (MathF.Min(TensorPrimitives.Min(values), 0), MathF.Max(TensorPrimitives.Max(values), 0));
        if (!(high - low > Smallest))
            return (0, ZeroOffset);

        Span<float> weighted = stackalloc float[values.Length];
        TensorPrimitives.Multiply(values, importance, weighted);
        var block = new Weighted(values, weighted, importance);
        var best = new Candidate(0, 0, ZeroOffset);
        var extreme = high > -low ? -high : -low;
        Try(block, ref best, ZeroOffset / extreme, ZeroOffset); // where the largest magnitude becomes -8
        foreach (var steps in Steps)
        {
            if (zeroPoints)
            {
                var inverse = steps / (high - low);
                var middle = (int)MathF.Round(-low * inverse - (steps - 15) / 2);
                for (var zero = Math.Max(middle - 1, 0); zero <= Math.Min(middle + 1, 15); zero++)
                    Try(block, ref best, inverse, zero);
            }
            else
            {
                // the end of larger magnitude has one step more
                var inverse = (steps + 1) / 2 / extreme;
                Try(block, ref best, inverse, ZeroOffset);
                Try(block, ref best, -inverse, ZeroOffset);
            }
        }

        for (var n = 0; n < Refinements && best.Scale != 0; n++)
            Try(block, ref best, 1 / best.Scale, best.Zero);
        return (ShortScale.Round(best.Scale), best.Zero);
    }

    /// <summary>The code of a number.</summary>
    public static int Code(float value, float inverse, int zero)
        => Math.Clamp((int)Math.Clamp(MathF.Round(value * inverse), -16, 16) + zero, 0, 15);

    /// <summary>Takes these steps and this zero point where they lose less than the best so far.</summary>
    private static void Try(in Weighted block, ref Candidate best, float inverse, int zero)
    {
        var (product, square) = Fit(block, inverse, zero);
        var gain = square > 0 ? product * (product / square) : 0;
        if (gain > best.Gain)
            best = new Candidate(gain, product / square, zero);
    }

    /// <summary>Σ h·w·u and Σ h·u² for u = round(w · inverse) within the range of the codes.</summary>
    private static (float Product, float Square) Fit(in Weighted block, float inverse, int zero)
    {
        ref var w = ref MemoryMarshal.GetReference(block.Values);
        ref var hw = ref MemoryMarshal.GetReference(block.Products);
        ref var h = ref MemoryMarshal.GetReference(block.Importance);
        var (factor, least, most) = (Vector256.Create(inverse), Vector256.Create((float)-zero), Vector256.Create(15f - zero));
        var (product, square) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < block.Values.Length; i += Vector256<float>.Count)
        {
            var scaled = Vector256.LoadUnsafe(ref w, (nuint)i) * factor;
            var u = Vector256.Min(Vector256.Max(scaled + Rounder - Rounder, least), most);
            product += Vector256.LoadUnsafe(ref hw, (nuint)i) * u;
            square += Vector256.LoadUnsafe(ref h, (nuint)i) * u * u;
        }

        return (Sum(product), Sum(square));
    }

    private static float Sum(Vector256<float> v)
    {
        var half = v.GetLower() + v.GetUpper();
        return half[0] + half[2] + (half[1] + half[3]);
    }

    /// <summary>A block, how much its errors count, and the products of both.</summary>
    private readonly ref struct Weighted(ReadOnlySpan<float> values, ReadOnlySpan<float> products, ReadOnlySpan<float> importance)
    {
        public readonly ReadOnlySpan<float> Values = values;
        public readonly ReadOnlySpan<float> Products = products;
        public readonly ReadOnlySpan<float> Importance = importance;
    }

    /// <param name="Gain">What the block's weighted square is lessened by.</param>
    /// <param name="Scale">The best for these integers.</param>
    /// <param name="Zero">The zero point.</param>
    private readonly record struct Candidate(float Gain, float Scale, int Zero);
}
