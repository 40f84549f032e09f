namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Scale and zero point of a block of four bits in 16 bits: 6 of exponent, 6 of mantissa, 4 that are 15 less the zero point. Scales
/// reach from 2⁻³¹ to nearly 2³³; one below counts as 0, one above as the largest. There is no sign: a scale below 0 is one above, with
/// mirrored codes.
/// </summary>
internal static class ShortScale
{
    /// <summary>How far the number stands from where it stands in a float.</summary>
    public const int Shift = 17;

    /// <summary>Bits for the zero point, below the number.</summary>
    public const int ZeroBits = 4;

    /// <summary>The bits of the least scale, 2⁻³¹, as a float.</summary>
    public const int Base = 96 << 23;

    private const int Most = Base + (((1 << 12) - 1) << Shift);

    /// <summary>The nearest scale that can be held, with its sign.</summary>
    public static float Round(float scale)
    {
        var bits = BitConverter.SingleToInt32Bits(scale);
        var magnitude = Math.Min(bits & int.MaxValue, Most) + (1 << (Shift - 1)) & -(1 << Shift);
        return magnitude < Base ? 0 : BitConverter.Int32BitsToSingle(magnitude | bits & int.MinValue);
    }

    /// <summary>Both in 16 bits. A scale of 0 becomes the least: its block's numbers are all its zero point.</summary>
    /// <param name="scale">From <see cref="Round"/>, not below 0.</param>
    /// <param name="zero">0 to 15.</param>
    public static ushort Join(float scale, int zero)
        => (ushort)((Math.Max(BitConverter.SingleToInt32Bits(scale) - Base, 0) >> Shift << ZeroBits) | (15 - zero));
}
