using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>From a video to what the encoder takes: choose frames, decode, resize, with real times.</summary>
/// <remarks>
/// Files are read by ffmpeg and ffprobe, which must be installed. Rotation stated in the file is applied; times count from the
/// first frame. Thread-safe.
/// </remarks>
public static class VideoPreparer
{
    private const string Stage = "Reading video";

    /// <summary>Prepares a video file.</summary>
    /// <param name="path">The file: MP4, QuickTime, Matroska, WebM, AVI, GIF, MPEG and others that ffmpeg reads.</param>
    /// <param name="config">The checkpoint's colour constants.</param>
    /// <param name="vision">Sizes of the encoder.</param>
    /// <param name="options">Which frames at what size; null for two frames a second.</param>
    /// <param name="progress">Told after every frame.</param>
    /// <param name="cancellationToken">Stops reading and ends ffmpeg.</param>
    /// <exception cref="QwenException">
    /// ffmpeg is missing, the file is no readable video, has sound only, is beyond the limits or holds too few frames, or the
    /// options contradict each other.
    /// </exception>
    public static Task<PreparedVision> PrepareAsync(
        string path,
        PreprocessorConfig config,
        VisionConfig vision,
        VideoOptions? options = null,
        IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new VideoOptions();
        return PrepareAsync(new VideoFile(path, name: null, options), new PatchExtractor(config, vision), vision, options, progress, cancellationToken);
    }

    /// <summary>Prepares a video from memory. It is written to a private temporary file, which is removed in every case.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="config">The checkpoint's colour constants.</param>
    /// <param name="vision">Sizes of the encoder.</param>
    /// <param name="options">Which frames at what size; null for two frames a second.</param>
    /// <param name="progress">Told after every frame.</param>
    /// <param name="cancellationToken">Stops reading and ends ffmpeg.</param>
    /// <exception cref="QwenException">As for a file.</exception>
    public static async Task<PreparedVision> PrepareAsync(
        ReadOnlyMemory<byte> file,
        PreprocessorConfig config,
        VisionConfig vision,
        VideoOptions? options = null,
        IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new VideoOptions();
        if (file.Length > options.Limits.MaxBytes)
            throw new QwenException(
                $"The video has {file.Length} bytes, more than the limit of {options.Limits.MaxBytes}: cut it, or raise VideoLimits.MaxBytes.");
        using var spooled = await SpooledVideo.CreateAsync(file, cancellationToken).ConfigureAwait(false);
        var video = new VideoFile(spooled.Path, name: "video", options);
        return await PrepareAsync(video, new PatchExtractor(config, vision), vision, options, progress, cancellationToken).ConfigureAwait(false);
    }

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
        return PrepareFrames(files, file => ImageDecoder.Decode(file, limits), new PatchExtractor(config, vision), vision, options ?? new VideoOptions());
    }

    private static PreparedVision PrepareFrames<T>(
        IReadOnlyList<T> sources, Func<T, RgbImage> open, PatchExtractor patches, VisionConfig vision, VideoOptions options)
    {
        if (sources.Count == 0)
            throw new QwenException("A list of pictures as a video holds no picture. Give at least one.");
        if (sources.Count > options.Limits.MaxSampledFrames)
            throw new QwenException(
                $"{sources.Count} pictures as a video are more than the limit of {options.Limits.MaxSampledFrames}: give fewer, or raise VideoLimits.MaxSampledFrames.");
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

    private static async Task<PreparedVision> PrepareAsync(
        VideoFile file, PatchExtractor patches, VisionConfig vision, VideoOptions options, IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var info = await VideoProbe.ReadInfoAsync(file, cancellationToken).ConfigureAwait(false);

        // packets tell the times without decoding; where fewer frames come than they promise, the decoder is asked
        foreach (var exact in new[] { false, true })
        {
            var (timeline, complaint) = await VideoProbe.ReadTimelineAsync(file, info, exact, cancellationToken).ConfigureAwait(false);
            var sampling = FrameSampling.Choose(timeline, options);
            var size = FrameBudget.Fit(info.Size, sampling.Indices.Count, options, vision.UnitSize);
            var reader = new VideoReader(file, info, timeline);
            var decoded = new Dictionary<int, RgbImage>();
            int[] wanted = [.. sampling.Indices.Distinct()];
            progress?.Report(new QwenProgress(Stage, 0, wanted.Length));
            await foreach (var frame in reader.ReadAsync(wanted, size, seek: !exact, cancellationToken).ConfigureAwait(false))
            {
                decoded.Add(wanted[decoded.Count], frame);
                progress?.Report(new QwenProgress(Stage, decoded.Count, wanted.Length));
            }

            if (decoded.Count == wanted.Length)
                return Assemble(file, info, timeline, sampling, [.. sampling.Indices.Select(i => decoded[i])], patches, complaint);
            if (exact)
                throw file.Unreadable(reader.Complaint);
        }

        throw file.Unreadable("");
    }

    private static PreparedVision Assemble(
        VideoFile file, VideoInfo info, VideoTimeline timeline, FrameSampling sampling, RgbImage[] frames, PatchExtractor patches, string complaint)
    {
        var slices = frames.Length / FramePlan.FrameFactor;
        return new PreparedVision
        {
            Frames = frames,
            IsVideo = true,
            Grid = patches.Grid(slices, frames[0].Size),
            SourceSize = info.Size,
            ModelSize = frames[0].Size,
            SecondsPerGrid = sampling.SecondsPerGrid,
            FrameSeconds = sampling.Seconds,
            SliceSeconds = sampling.IsEven
                ? null
                : [.. Enumerable.Range(0, slices).Select(f => sampling.Seconds[f * FramePlan.FrameFactor] - sampling.Seconds[0])],
            Warning = complaint.Length == 0
                ? null
                : FormattableString.Invariant(
                    $"The {file.Name} is damaged or cut off; its first {timeline.Seconds[^1]:0.###} s could be read. ffmpeg says: {complaint}."),
        };
    }
}
