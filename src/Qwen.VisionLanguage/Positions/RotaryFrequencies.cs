namespace Qwen.VisionLanguage.Positions;

/// <summary>The frequencies θ^(-2i/d) of rotary position embedding.</summary>
internal static class RotaryFrequencies
{
    /// <summary>The first <paramref name="count"/> frequencies for a rotated width of <paramref name="width"/>.</summary>
    public static float[] Create(double theta, int width, int count, FrequencyPrecision precision)
    {
        var frequencies = new float[count];
        for (var i = 0; i < count; i++)
        {
            var exact = (float)(1 / Math.Pow(theta, 2.0 * i / width));
            frequencies[i] = precision == FrequencyPrecision.BFloat16 ? RoundToBFloat16(exact) : exact;
        }

        return frequencies;
    }

    /// <summary>Round to nearest, ties to even, on the upper half of the bits.</summary>
    private static float RoundToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }
}
