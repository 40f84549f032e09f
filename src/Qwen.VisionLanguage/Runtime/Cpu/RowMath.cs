using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>What happens to one row between two matrix products.</summary>
internal static class RowMath
{
    /// <summary>y = x / sqrt(mean(x²) + ε) · w.</summary>
    public static void RmsNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> w, float epsilon, Span<float> y)
    {
        var scale = 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares(x) / x.Length + epsilon);
        TensorPrimitives.Multiply(x, scale, y);
        TensorPrimitives.Multiply(y, w, y);
    }

    /// <summary>Rotates pairs (v[i], v[i + d/2]) of one head in place. // v [d], cos and sin [d/2]</summary>
    public static void Rotate(Span<float> v, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
    {
        var half = v.Length / 2;
        var low = v[..half];
        var high = v[half..];
        cos = cos[..half];
        sin = sin[..half];
        var i = 0;
        for (; i <= half - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (a, b) = (new Vector<float>(low[i..]), new Vector<float>(high[i..]));
            var (c, s) = (new Vector<float>(cos[i..]), new Vector<float>(sin[i..]));
            (a * c - b * s).CopyTo(low[i..]);
            (b * c + a * s).CopyTo(high[i..]);
        }

        for (; i < half; i++)
            (low[i], high[i]) = (low[i] * cos[i] - high[i] * sin[i], high[i] * cos[i] + low[i] * sin[i]);
    }

    /// <summary>gate = silu(gate) ⊙ up in place, so that nobody keeps a row for it. // gateUp [2 · inner], result in front</summary>
    public static void SwiGlu(Span<float> gateUp)
    {
        var inner = gateUp.Length / 2;
        var gate = gateUp[..inner];
        var up = gateUp.Slice(inner, inner);
        var i = 0;
        for (; i <= inner - Vector512<float>.Count; i += Vector512<float>.Count)
            Silu(Vector512.Create<float>(gate[i..]), Vector512.Create<float>(up[i..])).CopyTo(gate[i..]);
        if (i == inner)
            return;
        Span<float> rest = stackalloc float[2 * Vector512<float>.Count];
        rest.Clear();
        gate[i..].CopyTo(rest);
        up[i..].CopyTo(rest[Vector512<float>.Count..]);
        Silu(Vector512.Create<float>(rest), Vector512.Create<float>(rest[Vector512<float>.Count..])).CopyTo(rest);
        rest[..(inner - i)].CopyTo(gate[i..]);
    }

    private static Vector512<float> Silu(Vector512<float> gate, Vector512<float> up)
        => gate / (Vector512<float>.One + Exponential.Of(-gate)) * up;

    /// <summary>x = x · Φ(x) in place, Φ with the error function of Abramowitz and Stegun 7.1.26 (off by at most 1.5e-7).</summary>
    public static void Gelu(Span<float> x)
    {
        const int Piece = 512;
        Span<float> exponential = stackalloc float[Piece];
        for (; x.Length > 0; x = x[Math.Min(Piece, x.Length)..])
        {
            var part = x[..Math.Min(Piece, x.Length)];
            for (var i = 0; i < part.Length; i++)
                exponential[i] = -0.5f * part[i] * part[i]; // -z², z = x / √2
            TensorPrimitives.Exp(exponential[..part.Length], exponential[..part.Length]);
            for (var i = 0; i < part.Length; i++)
            {
                var t = 1 / (1 + 0.3275911f * 0.70710678f * MathF.Abs(part[i]));
                var tail = t * (0.254829592f + t * (-0.284496736f + t * (1.421413741f + t * (-1.453152027f + t * 1.061405429f))));
                var beyond = 0.5f * tail * exponential[i]; // 1 - Φ(|x|)
                part[i] *= part[i] < 0 ? beyond : 1 - beyond;
            }
        }
    }
}
