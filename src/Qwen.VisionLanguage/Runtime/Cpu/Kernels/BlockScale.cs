using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// A block's scale and, where it has one, its zero point in 32 bits: a float whose last four bits are the zero point, not part of the
/// number. A weight is (code − zero point) · scale.
/// </summary>
internal static class BlockScale
{
    private const int Mask = 15;

    /// <summary>Both in one.</summary>
    /// <param name="scale">A number whose last four bits are zero.</param>
    /// <param name="zero">0 to 15.</param>
    public static float Join(float scale, int zero) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(scale) | zero);

    public static Vector128<float> Number(Vector128<float> scales) => Vector128.AndNot(scales.AsInt32(), Vector128.Create(Mask)).AsSingle();

    public static Vector256<float> Number(Vector256<float> scales) => Vector256.AndNot(scales.AsInt32(), Vector256.Create(Mask)).AsSingle();

    public static Vector512<float> Number(Vector512<float> scales) => Vector512.AndNot(scales.AsInt32(), Vector512.Create(Mask)).AsSingle();

    public static Vector128<int> Zero(Vector128<float> scales) => scales.AsInt32() & Vector128.Create(Mask);

    public static Vector256<int> Zero(Vector256<float> scales) => scales.AsInt32() & Vector256.Create(Mask);

    public static Vector512<int> Zero(Vector512<float> scales) => scales.AsInt32() & Vector512.Create(Mask);
}
