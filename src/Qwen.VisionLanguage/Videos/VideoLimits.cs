namespace Qwen.VisionLanguage.Videos;

/// <summary>What a video file may cost. All limits but those of time are checked before a frame is decoded.</summary>
public sealed record VideoLimits
{
    /// <summary>The limits used where the caller names none.</summary>
    public static VideoLimits Default { get; } = new();

    /// <summary>Largest file in bytes (4 GiB unless set).</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Longest playing time in seconds (6 hours unless set).</summary>
    public double MaxSeconds { get; init; } = 6 * 3600;

    /// <summary>Most frames that the file may hold (2 million unless set). Eight bytes are kept for each.</summary>
    public int MaxSourceFrames { get; init; } = 2_000_000;

    /// <summary>Largest width × height of the file's frames (2²⁶, about 67 million, unless set).</summary>
    public long MaxFramePixels { get; init; } = 1L << 26;

    /// <summary>
    /// Longest that looking into a file's header may take (one minute unless set); a twelfth of it may be spent computing.
    /// </summary>
    public TimeSpan MaxProbingTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Longest that ffmpeg may neither write nor compute while its answer is waited for (30 seconds unless set): the end of a program, or
    /// of a disk, that hangs.
    /// </summary>
    public TimeSpan MaxIdleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time that reading a video may take (an hour unless set): the end of files made to keep a decoder busy.</summary>
    public TimeSpan MaxReadingTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Most memory in bytes that ffmpeg may use for decoding (2 GiB unless set). Linux and Windows enforce it; macOS does not.
    /// </summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>Most frames that may be sampled (4096 unless set); all of them are held in memory at the size the model sees.</summary>
    public int MaxSampledFrames { get; init; } = 4096;
}
