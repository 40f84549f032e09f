namespace Qwen.VisionLanguage.Images;

/// <summary>What becomes of transparent pixels.</summary>
internal static class Transparency
{
    /// <summary>The highest byte of a pixel, red being its lowest.</summary>
    private const uint Alpha = 0xFF000000;

    /// <summary>
    /// Whether no pixel is meant to be transparent though every one is said to be wholly so: programs leave the fourth byte zero where
    /// they know of no transparency.
    /// </summary>
    /// <param name="pixels">All pixels, not multiplied by their opacity.</param>
    /// <param name="mayBeEmpty">Whether an empty picture may be meant where all have one colour, as in an empty layer.</param>
    public static bool IsUnused(ReadOnlySpan<uint> pixels, bool mayBeEmpty)
    {
        if (pixels.IsEmpty)
            return false;
        foreach (var pixel in pixels)
        {
            if ((pixel & Alpha) != 0)
                return false;
        }

        return !mayBeEmpty || pixels.ContainsAnyExcept(pixels[0]);
    }

    /// <summary>Pillow's integer blend with white: the sum of products divided by 255, rounded.</summary>
    public static byte OnWhite(byte value, byte alpha)
    {
        var sum = value * alpha + 255 * (255 - alpha) + 128;
        return (byte)(((sum >> 8) + sum) >> 8);
    }
}
