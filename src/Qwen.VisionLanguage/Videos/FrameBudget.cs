using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>How large the frames of a video may be, so that the whole fits the model.</summary>
/// <remarks>The rule of <c>fetch_video</c> in <c>qwen-vl-utils</c>; all limits count pixels of the resized frame.</remarks>
internal static class FrameBudget
{
    private const int MinTokensPerFrame = 128;
    private const int MaxTokensPerFrame = 768;
    private const int SequenceLength = 128_000;

    /// <summary>Pixels of all frames together that no video is brought to, whatever its options say: 1.5 GiB.</summary>
    private const long LargestVideo = 1L << 29;

    /// <summary>The size at which the model sees each of the sampled frames.</summary>
    /// <param name="source">Size of the upright frames in the file.</param>
    /// <param name="frames">Number of sampled frames.</param>
    /// <param name="options">Limits of this video.</param>
    /// <param name="unit">Edge of a merged unit in pixels.</param>
    /// <exception cref="QwenException">The frames are too long and thin, or the options contradict each other or ask for too
    /// much.</exception>
    public static PixelSize Fit(PixelSize source, int frames, VideoOptions options, int unit)
    {
        var size = FitFrame(source, frames, options, unit);
        return size.Area * frames <= LargestVideo
            ? size
            : throw new QwenException(
                $"{frames} frames of {size} pixels are more than the {LargestVideo} pixels that are held in memory: " +
                "lower fps or nframes, min_pixels and max_pixels, or resized_width and resized_height.");
    }

    private static PixelSize FitFrame(PixelSize source, int frames, VideoOptions options, int unit)
    {
        if (ImagePreparer.RequestedSize(options.ResizedWidth, options.ResizedHeight, unit) is { } requested)
            return requested;

        var minPixels = options.MinPixels ?? MinTokensPerFrame * unit * unit;
        var total = options.TotalPixels ?? SequenceLength * unit * unit * 0.9;
        var perFrame = Math.Max(
            Math.Min(MaxTokensPerFrame * unit * unit, total / frames * VideoOptions.FrameFactor),
            Math.Truncate(minPixels * 1.05)); // long videos keep a little more than the minimum, whatever the budget
        return SmartResize.Fit(source, minPixels, Math.Min(options.MaxPixels ?? perFrame, perFrame), unit);
    }
}
