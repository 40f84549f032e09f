using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>An open video file, with what is needed to name it, to guard against it, and to hand it to ffmpeg.</summary>
internal sealed class VideoFile
{
    /// <summary>Containers that are read. Playlists and other formats that name further files are not among them.</summary>
    private const string Formats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,apng,mpegts,mpeg,flv,asf,ogg,ivf,mxf";

    /// <summary>Checks that the file is within the limit.</summary>
    /// <param name="source">The file; stays the caller's.</param>
    /// <param name="path">The path by which it was asked for; null for the file's own.</param>
    /// <param name="name">What errors call it; null for the file's name.</param>
    /// <param name="options">Limits and programs.</param>
    /// <exception cref="QwenException">The file is empty or too big.</exception>
    public VideoFile(SourceFile source, string? path, string? name, VideoOptions options)
    {
        Source = source;
        Path = System.IO.Path.GetFullPath(path ?? source.Path);
        Name = name ?? $"video '{System.IO.Path.GetFileName(Path)}'";
        Limits = options.Limits;
        Programs = FfmpegPrograms.Locate(options.FfmpegPath);
        if (source.Length == 0)
            throw new QwenException($"The {Name} is empty: 0 bytes.");
        if (source.Length > Limits.MaxBytes)
            throw new QwenException(
                $"The {Name} has {source.Length} bytes, more than the limit of {Limits.MaxBytes}: cut it, or raise VideoLimits.MaxBytes.");
    }

    /// <summary>What to do where reading takes too long.</summary>
    public const string TimeAdvice = "It may be damaged: convert it with ffmpeg to MP4, or raise VideoLimits.MaxReadingTime.";

    /// <summary>The open file, which is what ffmpeg reads.</summary>
    public SourceFile Source { get; }

    /// <summary>What to do where looking into the header takes too long.</summary>
    public const string ProbingAdvice = "It may be damaged: convert it with ffmpeg to MP4, or raise VideoLimits.MaxProbingTime.";

    /// <summary>What to do where looking into the header takes too much computing.</summary>
    public const string BusyAdvice =
        "It may be made to keep a reader busy: convert it with ffmpeg to MP4, or raise VideoLimits.MaxProbingTime, "
        + "a twelfth of which may be computing.";

    /// <summary>What to do where ffmpeg hangs.</summary>
    public const string IdleAdvice =
        "The program, or the disk that the file is on, may hang: try it by hand, copy the file, or raise VideoLimits.MaxIdleTime.";

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>What errors call the file.</summary>
    public string Name { get; }

    /// <summary>What it may cost.</summary>
    public VideoLimits Limits { get; }

    /// <summary>The programs that read it.</summary>
    public FfmpegPrograms Programs { get; }

    /// <summary>
    /// Arguments that open the file, and nothing else, for reading. A program is given the open file; on Windows its path, which stays what
    /// it is for as long as the file is open.
    /// </summary>
    public IEnumerable<string> InputArguments =>
    [
        "-max_alloc", $"{MaxAllocation}", "-protocol_whitelist", "file", "-format_whitelist", Formats,
        "-max_pixels", $"{Limits.MaxFramePixels}", "-i", $"file:{(OperatingSystem.IsWindows() ? Source.Path : OutsideProgram.FilePath)}",
    ];

    /// <summary>
    /// Bytes that ffmpeg may take at once: a frame of the deepest format, and an index of more frames than are allowed. A file
    /// that claims thousands of millions of frames fails here.
    /// </summary>
    private long MaxAllocation => (64L << 20) + 8 * Limits.MaxFramePixels + 64L * Limits.MaxSourceFrames;

    /// <summary>Does a piece of work on the file within the limit of time.</summary>
    /// <exception cref="QwenException">It took longer.</exception>
    public async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limits.MaxReadingTime);
        try
        {
            return await work(limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QwenException(
                $"Reading the {Name} took longer than the limit of {Limits.MaxReadingTime}. " + TimeAdvice);
        }
    }

    /// <summary>The exception for a file that ffmpeg makes nothing of.</summary>
    /// <param name="complaint">What ffmpeg said; empty where it said nothing.</param>
    /// <param name="isDecoding">Whether it could look into the file, and failed at its frames.</param>
    public QwenException Unreadable(string complaint, bool isDecoding = false)
    {
        var start = Source.ReadStart(512);
        if (ContentSniffer.PictureFormat(start) is { } picture and not "GIF")
            return new QwenException($"The {Name} is a {picture} picture: give it as a picture, not as a video.");
        var looks = start.Length > 0 ? $"; its content looks like {ContentSniffer.Describe(start)}" : "";
        var reason = complaint.Length > 0 ? $" ffmpeg says: {complaint}." : "";
        return new QwenException(isDecoding
            ? $"The frames of the {Name} cannot be decoded.{reason} They may be damaged, or take more memory than VideoLimits.MaxMemory " +
              $"({Limits.MaxMemory} bytes): convert it with ffmpeg to MP4, smaller if it is large, or raise the limit."
            : $"The {Name} cannot be read{looks}.{reason} It may be cut off, damaged or no video: get it again, "
                + "or convert it with ffmpeg to MP4.");
    }
}
