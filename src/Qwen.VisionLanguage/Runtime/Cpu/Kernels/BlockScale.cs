using System.Runtime.Intrinsics;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// A block's scale and, where it has one, its zero point in 32 bits: a float whose last four bits are 15 less the zero point, not part of
/// the number. A weight is (code − zero point) · scale. Those of 16 bits (<see cref="ShortScale"/>) become such when they are read.
/// </summary>
internal static unsafe class BlockScale
{
    private const int Mask = 15;

    /// <summary>Both in one.</summary>
    /// <param name="scale">A number whose last four bits are zero.</param>
    /// <param name="zero">0 to 15.</param>
    public static float Join(float scale, int zero)
        => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(scale) | (Mask ^ zero));

    /// <summary>Four scales of a block, from a column on; those of 16 bits are every other word.</summary>
    public static Vector128<float> Load4(WeightForm form, byte* scales, int column)
        => form == WeightForm.Int4 ? Widened(Vector128.Load((int*)scales + column)) : Vector128.Load((float*)scales + column);

    /// <summary>Eight of them.</summary>
    public static Vector256<float> Load8(WeightForm form, byte* scales, int column)
        => form == WeightForm.Int4 ? Widened(Vector256.Load((int*)scales + column)) : Vector256.Load((float*)scales + column);

    /// <summary>All sixteen.</summary>
    public static Vector512<float> Load16(WeightForm form, byte* scales)
        => form == WeightForm.Int4 ? Widened(Vector512.Load((int*)scales)) : Vector512.Load((float*)scales);

    public static Vector128<float> Number(Vector128<float> scales) => Vector128.AndNot(scales.AsInt32(), Vector128.Create(Mask)).AsSingle();

    public static Vector256<float> Number(Vector256<float> scales) => Vector256.AndNot(scales.AsInt32(), Vector256.Create(Mask)).AsSingle();

    public static Vector512<float> Number(Vector512<float> scales) => Vector512.AndNot(scales.AsInt32(), Vector512.Create(Mask)).AsSingle();

    public static Vector128<int> Zero(Vector128<float> scales) => ~scales.AsInt32() & Vector128.Create(Mask);

    public static Vector256<int> Zero(Vector256<float> scales) => ~scales.AsInt32() & Vector256.Create(Mask);

    public static Vector512<int> Zero(Vector512<float> scales) => ~scales.AsInt32() & Vector512.Create(Mask);

    private static Vector128<float> Widened(Vector128<int> both)
        => ((Vector128.ShiftLeft(both << 16 >>> (16 + ShortScale.ZeroBits), ShortScale.Shift) + Vector128.Create(ShortScale.Base))
            | both & Vector128.Create(Mask)).AsSingle();

    private static Vector256<float> Widened(Vector256<int> both)
        => ((Vector256.ShiftLeft(both << 16 >>> (16 + ShortScale.ZeroBits), ShortScale.Shift) + Vector256.Create(ShortScale.Base))
            | both & Vector256.Create(Mask)).AsSingle();

    private static Vector512<float> Widened(Vector512<int> both)
        => ((Vector512.ShiftLeft(both << 16 >>> (16 + ShortScale.ZeroBits), ShortScale.Shift) + Vector512.Create(ShortScale.Base))
            | both & Vector512.Create(Mask)).AsSingle();
}
