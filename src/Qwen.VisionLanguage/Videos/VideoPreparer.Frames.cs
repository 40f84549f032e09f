using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <content>Lists of pictures as videos.</content>
public static partial class VideoPreparer
{
    /// <summary>
    /// Prepares frames that carry their times, as they were sampled at the rate <see cref="VideoOptions.Fps"/> (2 unless set).
    /// </summary>
    /// <remarks>
    /// A frame that lies within a quarter of the sampling interval of its place counts as evenly spaced: the next frame of a file is
    /// hardly ever at the very moment that was wanted. Where one lies further off, as in files of variable rate, real times count.
    /// </remarks>
    /// <param name="frames">Upright pictures of one size, at least one. An odd number is filled up with the last.</param>
    /// <param name="config">The checkpoint's colour constants.</param>
    /// <param name="vision">Sizes of the encoder.</param>
    /// <param name="options">Rate and size; options that choose frames are not used.</param>
    /// <exception cref="QwenException">There is no picture, sizes differ, or the options contradict each other.</exception>
    public static PreparedVision PrepareFrames(
        IReadOnlyList<VideoFrame> frames, PreprocessorConfig config, VisionConfig vision, VideoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(vision);
        return PrepareFrames(frames, new PatchExtractor(config, vision), vision, options ?? new VideoOptions());
    }

    /// <summary>Start of each slice from the first one, evenly spaced ones in their place; null where all of them are.</summary>
    private static double[]? FindUnevenSlices(double[] seconds, double secondsPerGrid)
    {
        var isEven = true;
        var slices = new double[seconds.Length / VideoOptions.FrameFactor];
        for (var f = 0; f < slices.Length; f++)
        {
            var (real, place) = (seconds[f * VideoOptions.FrameFactor] - seconds[0], f * secondsPerGrid);
            var isNear = Math.Abs(real - place) <= secondsPerGrid / VideoOptions.FrameFactor / 4;
            slices[f] = isNear ? place : real;
            isEven &= isNear;
        }

        return isEven ? null : slices;
    }

    private static PreparedVision PrepareFrames(
        IReadOnlyList<VideoFrame> sources, PatchExtractor patches, VisionConfig vision, VideoOptions options)
    {
        if (sources.Count == 0)
            throw new QwenException("A list of pictures as a video holds no picture. Give at least one.");
        if (sources.Count > options.Limits.MaxSampledFrames)
            throw new QwenException(
                $"{sources.Count} pictures as a video are more than the limit of {options.Limits.MaxSampledFrames}: " +
                "give fewer, or raise VideoLimits.MaxSampledFrames.");
        var fps = options.Fps ?? VideoOptions.DefaultFps;
        if (!(fps > 0 && double.IsFinite(fps)))
            throw new QwenException(FormattableString.Invariant($"fps must be above 0, not {fps}."));

        var count = sources.Count + sources.Count % VideoOptions.FrameFactor;
        var frames = new RgbImage[count];
        PixelSize source = default, target = default;
        for (var i = 0; i < sources.Count; i++)
        {
            var frame = sources[i].Picture;
            if (i == 0)
                (source, target) = (frame.Size, FrameBudget.Fit(frame.Size, count, options, vision.UnitSize));
            else if (frame.Size != source)
                throw new QwenException(
                    $"Picture {i + 1} of the video is {frame.Size}, the first is {source}: all frames must have one size.");
            frames[i] = BicubicResizer.Resize(frame, target);
        }

        frames[^1] = frames[sources.Count - 1];
        double[] times = [.. Enumerable.Range(0, count).Select(i => sources[Math.Min(i, sources.Count - 1)].Seconds)];
        return new PreparedVision
        {
            Frames = frames,
            IsVideo = true,
            Grid = patches.Grid(count / VideoOptions.FrameFactor, target),
            SourceSize = source,
            ModelSize = target,
            SecondsPerGrid = VideoOptions.FrameFactor / fps,
            FrameSeconds = times,
            SliceSeconds = FindUnevenSlices(times, VideoOptions.FrameFactor / fps),
        };
    }
}
