using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>
/// e^x of sixteen numbers in 32 bits, off by at most two units in the last place; the framework's computes in 64 bits and takes twice as
/// long.
/// </summary>
internal static class Exponential
{
    private const float Lowest = -87.3f, Highest = 88.3f; // below comes 0, above what belongs to this end
    private const float Rounding = 12582912f; // 1.5 · 2²³: a sum with it has no bits for a fraction

    /// <summary>x = n · ln 2 + r, e^x = 2ⁿ · e^r; e^r as in Cephes' expf. A NaN stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var inside = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(Highest)), Vector512.Create(Highest), x);
        var shifted = Vector512.MultiplyAddEstimate(inside, Vector512.Create(1.44269504f), Vector512.Create(Rounding));
        var n = shifted - Vector512.Create(Rounding);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-0.693359375f), inside);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.MultiplyAddEstimate(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.MultiplyAddEstimate(p, r * r, r + Vector512<float>.One);
        var power = Vector512.ShiftLeft(shifted.AsInt32() - Vector512.Create(0x4B400000 - 127), 23).AsSingle(); // 2ⁿ
        return Vector512.AndNot((p * power).AsInt32(), Vector512.LessThan(x, Vector512.Create(Lowest)).AsInt32()).AsSingle();
    }
}
