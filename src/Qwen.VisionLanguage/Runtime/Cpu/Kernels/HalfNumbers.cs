using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Floats of 16 bits: written with saturation, read exactly, on processors without instructions for them too.</summary>
internal static unsafe class HalfNumbers
{
    private const float Largest = 65504;

    private const int ExponentBits = 0x7C00, SignBit = 0x8000, Infinity = 0x7F800000;

    // shifted by 13 bits, a half's exponent stands where a float's does, too small by 127 - 15; denormals come out right as well
    private static readonly float Rebase = MathF.ScaleB(1, 112);

    /// <summary>The nearest halves, ties to even; what is too large stays finite, NaN stays NaN. // at most 512 numbers at once</summary>
    public static void Convert(ReadOnlySpan<float> numbers, Span<Half> halves)
    {
        Span<float> bounded = stackalloc float[numbers.Length];
        TensorPrimitives.Clamp(numbers, -Largest, Largest, bounded);
        TensorPrimitives.ConvertToHalf(bounded, halves);
    }

    /// <summary>Four halves as floats.</summary>
    public static Vector128<float> Load4(ushort* halves)
    {
        var bits = Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)halves).AsUInt16()).AsInt32();
        var magnitude = Vector128.ShiftLeft(bits & Vector128.Create(0x7FFF), 13).AsSingle() * Rebase;
        var special = Vector128.Equals(bits & Vector128.Create(ExponentBits), Vector128.Create(ExponentBits)) & Vector128.Create(Infinity);
        return (magnitude.AsInt32() | special | Vector128.ShiftLeft(bits & Vector128.Create(SignBit), 16)).AsSingle();
    }

    /// <summary>Eight halves as floats.</summary>
    public static Vector256<float> Load8(ushort* halves)
    {
        var bits = Vector256.WidenLower(Vector256.Create(Vector128.Load(halves), default)).AsInt32();
        var magnitude = Vector256.ShiftLeft(bits & Vector256.Create(0x7FFF), 13).AsSingle() * Rebase;
        var special = Vector256.Equals(bits & Vector256.Create(ExponentBits), Vector256.Create(ExponentBits)) & Vector256.Create(Infinity);
        return (magnitude.AsInt32() | special | Vector256.ShiftLeft(bits & Vector256.Create(SignBit), 16)).AsSingle();
    }
}
