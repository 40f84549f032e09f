using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Between little-endian stored numbers and single precision.</summary>
internal static class FloatConversion
{
    /// <summary>Converts as many numbers as <paramref name="destination"/> holds; every value is exact.</summary>
    public static void ToSingle(TensorType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.BFloat16:
                BFloat16ToSingle(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case TensorType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            default:
                MemoryMarshal.Cast<byte, float>(source).CopyTo(destination);
                break;
        }
    }

    /// <summary>Converts every number of <paramref name="source"/> to the nearest stored one, ties to even.</summary>
    public static void FromSingle(TensorType type, ReadOnlySpan<float> source, Span<byte> destination)
    {
        switch (type)
        {
            case TensorType.BFloat16:
                SingleToBFloat16(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            case TensorType.Float16:
                TensorPrimitives.ConvertToHalf(source, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            default:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
        }
    }

    private static void BFloat16ToSingle(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        // a bfloat16 is the upper half of a single: widen and shift
        var bits = MemoryMarshal.Cast<float, uint>(destination);
        var i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out var low, out var high);
            (low << 16).CopyTo(bits[i..]);
            (high << 16).CopyTo(bits[(i + Vector<uint>.Count)..]);
        }

        for (; i < source.Length; i++)
            bits[i] = (uint)source[i] << 16;
    }

    private static void SingleToBFloat16(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        var bits = MemoryMarshal.Cast<float, uint>(source);
        var i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            var low = Round(new Vector<uint>(bits[i..]));
            var high = Round(new Vector<uint>(bits[(i + Vector<uint>.Count)..]));
            Vector.Narrow(low, high).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
            destination[i] = (ushort)(float.IsNaN(source[i]) ? bits[i] >> 16 | 0x40 : bits[i] + 0x7FFF + (bits[i] >> 16 & 1) >> 16);

        // half of the dropped part, and one less where the kept part is even; a NaN only loses its lower bits
        static Vector<uint> Round(Vector<uint> value)
        {
            var rounded = value + new Vector<uint>(0x7FFF) + (value >> 16 & Vector<uint>.One) >> 16;
            var isNaN = Vector.GreaterThan(value & new Vector<uint>(0x7FFFFFFF), new Vector<uint>(0x7F800000));
            return Vector.ConditionalSelect(isNaN, value >> 16 | new Vector<uint>(0x40), rounded);
        }
    }
}
