using Qwen.Shared.OutsidePrograms;
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
    public static async Task<PreparedVision> PrepareAsync(
        string path,
        PreprocessorConfig config,
        VisionConfig vision,
        VideoOptions? options = null,
        IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new VideoOptions();
        using var file = SourceFile.Open(path);
        var video = new VideoFile(file, path, name: null, options);
        return await PrepareAsync(
            video, new PatchExtractor(config, vision), vision, options, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prepares a video file that is open already.</summary>
    /// <param name="file">The file; stays the caller's.</param>
    /// <param name="config">The checkpoint's colour constants.</param>
    /// <param name="vision">Sizes of the encoder.</param>
    /// <param name="options">Which frames at what size; null for two frames a second.</param>
    /// <param name="progress">Told after every frame.</param>
    /// <param name="cancellationToken">Stops reading and ends ffmpeg.</param>
    /// <exception cref="QwenException">As for a path.</exception>
    public static Task<PreparedVision> PrepareAsync(
        SourceFile file,
        PreprocessorConfig config,
        VisionConfig vision,
        VideoOptions? options = null,
        IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= new VideoOptions();
        var video = new VideoFile(file, path: null, name: null, options);
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
                $"The video has {file.Length} bytes, more than the limit of {options.Limits.MaxBytes}: cut it, "
                + "or raise VideoLimits.MaxBytes.");
        using var spooled = await TemporaryFile.CreateAsync(file, cancellationToken).ConfigureAwait(false);
        using var source = SourceFile.Open(spooled);
        var video = new VideoFile(source, path: null, name: "video", options);
        return await PrepareAsync(
            video, new PatchExtractor(config, vision), vision, options, progress, cancellationToken).ConfigureAwait(false);
    }

    private static Task<PreparedVision> PrepareAsync(
        VideoFile file,
        PatchExtractor patches,
        VisionConfig vision,
        VideoOptions options,
        IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken) =>
        file.InTimeAsync(token => ReadAsync(file, patches, vision, options, progress, token), cancellationToken);

    private static async Task<PreparedVision> ReadAsync(
        VideoFile file,
        PatchExtractor patches,
        VisionConfig vision,
        VideoOptions options,
        IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        var info = await VideoProbe.ReadInfoAsync(file, cancellationToken).ConfigureAwait(false);

        // packets tell the times without decoding; where fewer frames come than they promise, the decoder is asked
        var request = new Request(file, info, patches, vision, options, progress);
        var (promised, complaint) = await VideoProbe.ReadPacketTimesAsync(file, info, cancellationToken).ConfigureAwait(false);
        var video = promised is null
            ? null
            : await TryReadAsync(request, promised, complaint, seek: true, cancellationToken).ConfigureAwait(false);
        if (video is not null)
            return video;

        (var decodable, complaint) = await VideoProbe.ReadFrameTimesAsync(file, info, cancellationToken).ConfigureAwait(false);
        return await TryReadAsync(request, decodable, complaint, seek: false, cancellationToken).ConfigureAwait(false)
            ?? throw file.Unreadable(complaint, isDecoding: true);
    }

    /// <summary>Chooses and reads frames of a timeline; null where not all of them come.</summary>
    private static async Task<PreparedVision?> TryReadAsync(
        Request request, VideoTimeline timeline, string complaint, bool seek, CancellationToken cancellationToken)
    {
        var sampling = FrameSampling.Choose(timeline, request.Options);
        var size = FrameBudget.Fit(request.Info.Size, sampling.Indices.Count, request.Options, request.Vision.UnitSize);
        var reader = new VideoReader(request.File, request.Info, timeline);
        int[] wanted = [.. sampling.Indices.Distinct()];
        var decoded = new Dictionary<int, RgbImage>(wanted.Length);
        request.Progress?.Report(new QwenProgress(Stage, 0, wanted.Length));
        await foreach (var frame in reader.ReadAsync(wanted, size, seek, cancellationToken).ConfigureAwait(false))
        {
            decoded.Add(wanted[decoded.Count], frame);
            request.Progress?.Report(new QwenProgress(Stage, decoded.Count, wanted.Length));
        }

        if (decoded.Count < wanted.Length)
            return null;
        var slices = sampling.Indices.Count / VideoOptions.FrameFactor;
        return new PreparedVision
        {
            Frames = [.. sampling.Indices.Select(i => decoded[i])],
            IsVideo = true,
            Grid = request.Patches.Grid(slices, size),
            SourceSize = request.Info.Size,
            ModelSize = size,
            SecondsPerGrid = sampling.SecondsPerGrid,
            FrameSeconds = sampling.Seconds,
            SliceSeconds = sampling.IsEven
                ? null
                : [.. Enumerable.Range(0, slices).Select(f => sampling.Seconds[f * VideoOptions.FrameFactor] - sampling.Seconds[0])],
            Warning = complaint.Length == 0
                ? null
                : FormattableString.Invariant(
                    $"The {request.File.Name} is damaged or cut off; its first {timeline.Seconds[^1]:0.###} s could be read. ") +
                  $"ffmpeg says: {complaint}.",
        };
    }

    /// <summary>What stays the same between a quick and an exact reading of one file.</summary>
    private sealed record Request(
        VideoFile File, VideoInfo Info, PatchExtractor Patches, VisionConfig Vision, VideoOptions Options,
        IProgress<QwenProgress>? Progress);
}
