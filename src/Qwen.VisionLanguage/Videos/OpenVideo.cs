using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>A video file that was looked into once, and whose frames can be read at any moments and any size.</summary>
/// <remarks>
/// Times are those of the container's stamps, in seconds from the first frame. The file is read by ffmpeg, which must be installed,
/// and must not change meanwhile. Safe for concurrent use; disposing closes the file and removes the temporary copy of a video from memory.
/// </remarks>
public sealed partial class OpenVideo : IDisposable
{
    private readonly VideoFile file;
    private readonly VideoInfo info;
    private readonly TemporaryFile? spooled;
    private volatile Track track;

    private OpenVideo(VideoFile file, VideoInfo info, Track track, TemporaryFile? spooled)
    {
        this.file = file;
        this.info = info;
        this.track = track;
        this.spooled = spooled;
    }

    /// <summary>The file; for a video from memory the name of its temporary copy, which on Linux is taken away at once.</summary>
    public string Path => file.Path;

    /// <summary>Size of the upright frames.</summary>
    public PixelSize Size => info.Size;

    /// <summary>The container's own time stamp of the first frame, at which all times of this object are 0.</summary>
    public double FirstStamp => track.Timeline.FirstStamp;

    /// <summary>
    /// Seconds from the start of the first frame to the end of the last, which a recorder of a screen may hold until the file's end.
    /// </summary>
    public double Duration => track.Timeline.End;

    /// <summary>Time of every frame, ascending from 0.</summary>
    public ReadOnlySpan<double> FrameSeconds => track.Timeline.Seconds;

    /// <summary>What a person should know of the file, for example that it breaks off; null where all is well.</summary>
    public string? Warning => track.Warning;

    /// <summary>Looks into a file.</summary>
    /// <param name="path">The file: MP4, QuickTime, Matroska, WebM, AVI, GIF, MPEG and others that ffmpeg reads.</param>
    /// <param name="options">Limits, and where ffmpeg is; null for the defaults.</param>
    /// <param name="cancellationToken">Ends ffprobe.</param>
    /// <exception cref="QwenException">ffmpeg is missing, or the file is no readable video or beyond the limits.</exception>
    public static async Task<OpenVideo> OpenAsync(string path, VideoOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return await OpenAsync(
            SourceFile.Open(path), path, null, null, options ?? new VideoOptions(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks into a file that is open already.</summary>
    /// <inheritdoc cref="OpenAsync(string, VideoOptions?, CancellationToken)"/>
    /// <param name="file">The file; belongs to the video from now on and is closed with it, or here where it is no video.</param>
    /// <param name="options">Limits, and where ffmpeg is; null for the defaults.</param>
    /// <param name="cancellationToken">Ends ffprobe.</param>
    public static Task<OpenVideo> OpenAsync(SourceFile file, VideoOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return OpenAsync(file, null, null, null, options ?? new VideoOptions(), cancellationToken);
    }

    /// <summary>Looks into a video from memory, by way of a private temporary file.</summary>
    /// <inheritdoc cref="OpenAsync(string, VideoOptions?, CancellationToken)"/>
    /// <param name="bytes">The whole file.</param>
    /// <param name="options">Limits, and where ffmpeg is; null for the defaults.</param>
    /// <param name="cancellationToken">Ends ffprobe.</param>
    public static async Task<OpenVideo> OpenAsync(
        ReadOnlyMemory<byte> bytes, VideoOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new VideoOptions();
        if (bytes.Length > options.Limits.MaxBytes)
            throw new QwenException(
                $"The video has {bytes.Length} bytes, more than the limit of {options.Limits.MaxBytes}: cut it, "
                + "or raise VideoLimits.MaxBytes.");
        var spooled = await TemporaryFile.CreateAsync(bytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(SourceFile.Open(spooled), null, "video", spooled, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            spooled.Dispose();
            throw;
        }
    }

    /// <summary>The size at which the model sees each frame of a sample.</summary>
    /// <param name="frames">Number of frames that share the budget.</param>
    /// <param name="options">The budget: <see cref="VideoOptions.MinPixels"/>, <see cref="VideoOptions.MaxPixels"/>,
    /// <see cref="VideoOptions.TotalPixels"/>, or a fixed size.</param>
    /// <exception cref="QwenException">The frames are too long and thin, or the options contradict each other.</exception>
    public PixelSize FrameSize(int frames, VideoOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentNullException.ThrowIfNull(options);
        return FrameBudget.Fit(Size, frames, options, unit: 28);
    }

    /// <summary>Reads the frames that are on show at some moments: of each the last one that begins by then.</summary>
    /// <param name="moments">Seconds from the first frame, ascending; those behind <see cref="Duration"/> give no frame.</param>
    /// <param name="size">Size of the frames that come out.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    /// <returns>
    /// One for each moment, with its own time, or with the moment where it has then been on show for more than a tenth of a second; two
    /// moments may share a frame.
    /// </returns>
    /// <exception cref="QwenException">The file cannot be read any more, or more frames are asked for than the limit.</exception>
    public async Task<IReadOnlyList<VideoFrame>> ReadAsync(
        IReadOnlyList<double> moments, PixelSize size, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moments);
        if (moments.Count > file.Limits.MaxSampledFrames)
            throw new QwenException(
                $"{moments.Count} frames of the {file.Name} are asked for, more than the limit of {file.Limits.MaxSampledFrames}: " +
                "ask for fewer, or raise VideoLimits.MaxSampledFrames.");
        return await file.InTimeAsync(token => ReadInTimeAsync(moments, size, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the file, and removes the temporary copy where there is one.</summary>
    public void Dispose()
    {
        file.Source.Dispose();
        spooled?.Dispose();
    }

    private static async Task<OpenVideo> OpenAsync(
        SourceFile source, string? path, string? name, TemporaryFile? spooled, VideoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var file = new VideoFile(source, path, name, options);
            return await file.InTimeAsync(token => OpenAsync(file, spooled, token), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static async Task<OpenVideo> OpenAsync(VideoFile file, TemporaryFile? spooled, CancellationToken cancellationToken)
    {
        var info = await VideoProbe.ReadInfoAsync(file, cancellationToken).ConfigureAwait(false);
        var (timeline, complaint) = await VideoProbe.ReadPacketTimesAsync(file, info, cancellationToken).ConfigureAwait(false);
        var isDecodable = timeline is null;
        if (timeline is null)
            (timeline, complaint) = await VideoProbe.ReadFrameTimesAsync(file, info, cancellationToken).ConfigureAwait(false);
        return new OpenVideo(file, info, new Track(timeline, complaint, isDecodable, Warn(file, timeline, complaint)), spooled);
    }

    private static string? Warn(VideoFile file, VideoTimeline timeline, string complaint) =>
        complaint.Length == 0
            ? null
            : FormattableString.Invariant($"The {file.Name} is damaged or cut off; its first {timeline.End:0.###} s could be read. ") +
              $"ffmpeg says: {complaint}.";

    private async Task<IReadOnlyList<VideoFrame>> ReadInTimeAsync(
        IReadOnlyList<double> moments, PixelSize size, CancellationToken cancellationToken)
    {
        var known = track;
        if (await TryReadAsync(known, moments, size, cancellationToken).ConfigureAwait(false) is { } frames)
            return frames;

        // fewer frames came than the packets promise: from now on what can be decoded counts
        if (known.IsDecodable)
            throw file.Unreadable(known.Complaint, isDecoding: true);
        var (timeline, complaint) = await VideoProbe.ReadFrameTimesAsync(file, info, cancellationToken).ConfigureAwait(false);
        track = known = new Track(timeline, complaint, IsDecodable: true, Warn(file, timeline, complaint));
        return await TryReadAsync(known, moments, size, cancellationToken).ConfigureAwait(false)
            ?? throw file.Unreadable(complaint, isDecoding: true);
    }

    /// <summary>Reads frames of a timeline; null where not all of them come.</summary>
    private async Task<IReadOnlyList<VideoFrame>?> TryReadAsync(
        Track from, IReadOnlyList<double> moments, PixelSize size, CancellationToken cancellationToken)
    {
        var timeline = from.Timeline;
        double[] shown = [.. moments.Where(moment => moment <= timeline.End)];
        int[] wanted = Array.ConvertAll(shown, timeline.At);
        int[] distinct = [.. wanted.Distinct()];
        var read = new Dictionary<int, RgbImage>(distinct.Length);
        var reader = new VideoReader(file, info, timeline);
        await foreach (var picture in reader.ReadAsync(distinct, size, seek: !from.IsDecodable, cancellationToken).ConfigureAwait(false))
        {
            read.Add(distinct[read.Count], picture);
        }

        return read.Count == distinct.Length
            ? [.. shown.Select((moment, i) => new VideoFrame(timeline.TimeAt(moment), read[wanted[i]]))]
            : null;
    }

    /// <summary>What is known of the picture track.</summary>
    /// <param name="Timeline">When each frame is shown.</param>
    /// <param name="Complaint">What ffmpeg said; empty where it said nothing.</param>
    /// <param name="IsDecodable">Whether the frames were counted by decoding rather than by what the packets promise.</param>
    /// <param name="Warning">What a person should know.</param>
    private sealed record Track(VideoTimeline Timeline, string Complaint, bool IsDecodable, string? Warning);
}
