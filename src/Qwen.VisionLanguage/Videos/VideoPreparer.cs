using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>From a video to what the encoder takes: choose frames, decode, resize, with real times.</summary>
/// <remarks>
/// Files are read by ffmpeg and ffprobe, which must be installed. Rotation stated in the file is applied; times count from the
/// first frame. Thread-safe.
/// </remarks>
public static partial class VideoPreparer
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
        var video = new VideoFile(path, name: null, options);
        return PrepareAsync(video, new PatchExtractor(config, vision), vision, options, progress, cancellationToken);
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

    private static async Task<PreparedVision> PrepareAsync(
        VideoFile file,
        PatchExtractor patches,
        VisionConfig vision,
        VideoOptions options,
        IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        var info = await VideoProbe.ReadInfoAsync(file, cancellationToken).ConfigureAwait(false);

        // packets tell the times without decoding; where fewer frames come than they promise, the decoder is asked
        return await TryReadAsync(file, info, exact: false, patches, vision, options, progress, cancellationToken).ConfigureAwait(false)
            ?? await TryReadAsync(file, info, exact: true, patches, vision, options, progress, cancellationToken).ConfigureAwait(false)
            ?? throw file.Unreadable("fewer frames than the file names can be decoded");
    }

    /// <summary>Chooses and reads frames by the quick or the exact timeline; null where not all of them come.</summary>
    private static async Task<PreparedVision?> TryReadAsync(
        VideoFile file,
        VideoInfo info,
        bool exact,
        PatchExtractor patches,
        VisionConfig vision,
        VideoOptions options,
        IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (timeline, complaint) = await VideoProbe.ReadTimelineAsync(file, info, exact, cancellationToken).ConfigureAwait(false);
        var sampling = FrameSampling.Choose(timeline, options);
        var size = FrameBudget.Fit(info.Size, sampling.Indices.Count, options, vision.UnitSize);
        int[] wanted = [.. sampling.Indices.Distinct()];
        var decoded = new Dictionary<int, RgbImage>(wanted.Length);
        progress?.Report(new QwenProgress(Stage, 0, wanted.Length));
        var reader = new VideoReader(file, info, timeline);
        await foreach (var frame in reader.ReadAsync(wanted, size, seek: !exact, cancellationToken).ConfigureAwait(false))
        {
            decoded.Add(wanted[decoded.Count], frame);
            progress?.Report(new QwenProgress(Stage, decoded.Count, wanted.Length));
        }

        return decoded.Count == wanted.Length
            ? Assemble(file, info, timeline, sampling, [.. sampling.Indices.Select(i => decoded[i])], patches, complaint)
            : null;
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
