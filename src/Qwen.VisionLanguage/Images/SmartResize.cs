using System.Globalization;

namespace Qwen.VisionLanguage.Images;

/// <summary>
/// The model's rule for the size it sees: both sides a multiple of the unit, the area between two limits, the shape kept
/// as nearly as that allows.
/// </summary>
/// <remarks>
/// The rule of <c>smart_resize</c> in <c>qwen-vl-utils</c>, with at least one unit per side in every branch. All arithmetic
/// is IEEE double in the reference's order, ties round to even; the two sides round independently, so the scale factors
/// across and down differ a little and answers in pixels need both.
/// </remarks>
public static class SmartResize
{
    /// <summary>Smallest area of a picture where nobody says otherwise: 4 tokens.</summary>
    public const int DefaultMinPixels = 4 * 28 * 28;

    /// <summary>Largest area of a picture where nobody says otherwise: 16384 tokens.</summary>
    public const int DefaultMaxPixels = 16384 * 28 * 28;

    /// <summary>Largest ratio of the sides that the model takes.</summary>
    internal const int MaxAspectRatio = 200;

    /// <summary>Area that no picture is brought to, whatever its options say: 384 MiB of pixels, and more than any context takes.</summary>
    private const long LargestArea = 1L << 27;

    /// <summary>The size at which the model sees a picture of the given size.</summary>
    /// <param name="source">Size of the upright picture, both sides at least 1.</param>
    /// <param name="minPixels">Smallest area.</param>
    /// <param name="maxPixels">Largest area, not below <paramref name="minPixels"/>.</param>
    /// <param name="unit">Edge of a merged unit in pixels.</param>
    /// <exception cref="QwenException">One side is more than 200 times the other, or the limits contradict each other or are too
    /// large.</exception>
    public static PixelSize Fit(PixelSize source, int minPixels, int maxPixels, int unit = 28) =>
        Fit(source, (double)minPixels, maxPixels, unit);

    /// <summary>The same with limits that need not be whole, as a video's budget per frame is not.</summary>
    internal static PixelSize Fit(PixelSize source, double minPixels, double maxPixels, int unit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Width, 1, nameof(source));
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Height, 1, nameof(source));
        ArgumentOutOfRangeException.ThrowIfLessThan(unit, 1);
        if (maxPixels < minPixels)
            throw new QwenException(string.Create(
                CultureInfo.InvariantCulture,
                $"The largest area ({maxPixels:0} pixels) is below the smallest ({minPixels:0} pixels): "
                + $"raise max_pixels or lower min_pixels."));

        double w = source.Width, h = source.Height;
        if (Math.Max(h, w) / Math.Min(h, w) > MaxAspectRatio)
            throw new QwenException(
                $"A picture of {source} is too long and thin: one side may be at most {MaxAspectRatio} times the other. "
                + "Cut it into pieces.");

        var height = RoundToUnit(h / unit, unit);
        var width = RoundToUnit(w / unit, unit);
        if (height * width > maxPixels)
        {
            var shrink = Math.Sqrt(h * w / maxPixels);
            height = RoundToUnit(Math.Floor(h / shrink / unit), unit);
            width = RoundToUnit(Math.Floor(w / shrink / unit), unit);
        }
        else if (height * width < minPixels)
        {
            var grow = Math.Sqrt(minPixels / (h * w));
            height = RoundToUnit(Math.Ceiling(h * grow / unit), unit);
            width = RoundToUnit(Math.Ceiling(w * grow / unit), unit);
        }

        return height * width <= LargestArea
            ? new PixelSize((int)width, (int)height)
            : throw new QwenException(string.Create(
                CultureInfo.InvariantCulture,
                $"A picture of {source} would be brought to {width:0} × {height:0} pixels, "
                + $"more than the {LargestArea} that can be handled: ")
                + "lower min_pixels and max_pixels, or resized_width and resized_height.");
    }

    /// <summary>Units rounded half to even, at least one, in pixels; a whole number.</summary>
    private static double RoundToUnit(double units, int unit) => Math.Max(1, Math.Round(units, MidpointRounding.ToEven)) * unit;
}
