using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <content>Lists of pictures as videos.</content>
public static partial class VideoPreparer
{
    /// <summary>Prepares a list of pictures as a video: all of them, at the rate <see cref="VideoOptions.Fps"/> (2 unless set).</summary>
    /// <param name="frames">Decoded, upright pictures of one size, at least one. An odd number is filled up with the last.</param>
    /// <param name="config">The checkpoint's colour constants.</param>
    /// <param name="vision">Sizes of the encoder.</param>
    /// <param name="options">Rate and size; options that choose frames are not used.</param>
    /// <exception cref="QwenException">There is no picture, sizes differ, or the options contradict each other.</exception>
    public static PreparedVision PrepareFrames(
        IReadOnlyList<RgbImage> frames, PreprocessorConfig config, VisionConfig vision, VideoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(vision);
        return PrepareFrames(frames, frame => frame, new PatchExtractor(config, vision), vision, options ?? new VideoOptions());
    }

    /// <summary>Prepares a list of encoded pictures as a video; they are decoded and resized one after the other.</summary>
    /// <param name="files">Whole picture files as <see cref="ImageDecoder"/> reads them.</param>
    /// <param name="config">The checkpoint's colour constants.</param>
    /// <param name="vision">Sizes of the encoder.</param>
    /// <param name="options">Rate and size; options that choose frames are not used.</param>
    /// <param name="limits">What each file may cost; null for <see cref="ImageLimits.Default"/>.</param>
    /// <exception cref="QwenException">There is no picture, one cannot be read, sizes differ, or the options contradict each other.</exception>
    public static PreparedVision PrepareFrames(
        IReadOnlyList<ReadOnlyMemory<byte>> files,
        PreprocessorConfig config,
        VisionConfig vision,
        VideoOptions? options = null,
        ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(vision);
        var patches = new PatchExtractor(config, vision);
        return PrepareFrames(files, file => ImageDecoder.Decode(file, limits), patches, vision, options ?? new VideoOptions());
    }

    private static PreparedVision PrepareFrames<T>(
        IReadOnlyList<T> sources, Func<T, RgbImage> open, PatchExtractor patches, VisionConfig vision, VideoOptions options)
    {
        if (sources.Count == 0)
            throw new QwenException("A list of pictures as a video holds no picture. Give at least one.");
        if (sources.Count > options.Limits.MaxSampledFrames)
            throw new QwenException(
                $"{sources.Count} pictures as a video are more than the limit of {options.Limits.MaxSampledFrames}: " +
                "give fewer, or raise VideoLimits.MaxSampledFrames.");
        var fps = options.Fps ?? FramePlan.DefaultFps;
        if (!(fps > 0 && double.IsFinite(fps)))
            throw new QwenException(FormattableString.Invariant($"fps must be above 0, not {fps}."));

        var count = sources.Count + sources.Count % FramePlan.FrameFactor;
        var frames = new RgbImage[count];
        PixelSize source = default, target = default;
        for (var i = 0; i < sources.Count; i++)
        {
            var frame = open(sources[i]);
            if (i == 0)
                (source, target) = (frame.Size, FrameBudget.Fit(frame.Size, count, options, vision.UnitSize));
            else if (frame.Size != source)
                throw new QwenException($"Picture {i + 1} of the video is {frame.Size}, the first is {source}: all frames must have one size.");
            frames[i] = BicubicResizer.Resize(frame, target);
        }

        frames[^1] = frames[sources.Count - 1];
        return new PreparedVision
        {
            Frames = frames,
            IsVideo = true,
            Grid = patches.Grid(count / FramePlan.FrameFactor, target),
            SourceSize = source,
            ModelSize = target,
            SecondsPerGrid = FramePlan.FrameFactor / fps,
            FrameSeconds = [.. Enumerable.Range(0, count).Select(i => Math.Min(i, sources.Count - 1) / fps)],
        };
    }
}
