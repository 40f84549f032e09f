using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Symmetric block quantisation in the layout of com.microsoft MatMulNBits: for every row and block one scale and
/// unsigned integers with a zero point in the middle of their range.
/// </summary>
internal static class BlockQuantizer
{
    /// <summary>
    /// Scale of one block. 4 bit: the value of largest magnitude becomes exactly -8, the end of the range that has one step
    /// more. 8 bit: the largest magnitude becomes 127.
    /// </summary>
    public static float Scale(ReadOnlySpan<float> block, int bits)
    {
        var extreme = TensorPrimitives.MaxMagnitude(block);
        return bits == 4 ? extreme / -8f : MathF.Abs(extreme) / 127f;
    }

    /// <summary>Packs one block: `length` bytes for 8 bit, half of that for 4 bit (even elements in the low half).</summary>
    public static void Pack(ReadOnlySpan<float> block, float scale, int bits, Span<byte> packed)
    {
        var inverse = scale == 0 ? 0 : 1 / scale;
        if (bits == 8)
        {
            for (var i = 0; i < block.Length; i++)
                packed[i] = (byte)(Math.Clamp((int)MathF.Round(block[i] * inverse), -128, 127) + 128);
            return;
        }

        for (var i = 0; i < block.Length; i += 2)
        {
            var low = Math.Clamp((int)MathF.Round(block[i] * inverse), -8, 7) + 8;
            var high = Math.Clamp((int)MathF.Round(block[i + 1] * inverse), -8, 7) + 8;
            packed[i / 2] = (byte)(low | (high << 4));
        }
    }
}
