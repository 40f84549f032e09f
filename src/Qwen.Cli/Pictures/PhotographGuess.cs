using Qwen.VisionLanguage.Images;

namespace Qwen.Cli.Pictures;

/// <summary>
/// Tells photographs from drawings and print, which have areas of one colour. The demo model learned small pictures, some with grain of
/// their own, so that only large ones are called so.
/// </summary>
internal static class PhotographGuess
{
    // larger than any picture that the demo model learned
    private const int SmallestArea = 120_000;

    // neighbours of equal colour: most of a drawing, few of a sensor's grain, whatever a JPEG file makes of it
    private const double MostEqual = 0.4;

    /// <summary>Whether a picture looks like a photograph.</summary>
    public static bool IsLikely(RgbImage picture)
    {
        if (picture.Size.Area < SmallestArea)
            return false;
        long equal = 0, count = 0;
        for (var y = 0; y < picture.Height; y += Math.Max(1, picture.Height / 200))
        {
            var row = picture.Pixels.AsSpan(y * picture.Width * 3, picture.Width * 3);
            for (var i = 3; i < row.Length; i += 3, count++)
                equal += row.Slice(i, 3).SequenceEqual(row.Slice(i - 3, 3)) ? 1 : 0;
        }

        return equal < MostEqual * count;
    }
}
