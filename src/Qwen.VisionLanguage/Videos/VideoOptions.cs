namespace Qwen.VisionLanguage.Videos;

/// <summary>
/// Which frames of a video the model sees, and at what size. The names of <c>qwen-vl-utils</c> are given with each option.
/// </summary>
public sealed record VideoOptions
{
    /// <summary>Frames in one temporal patch: counts of sampled frames are multiples of it.</summary>
    public const int FrameFactor = 2;

    /// <summary>Frames per second where nobody says otherwise.</summary>
    public const double DefaultFps = 2.0;

    /// <summary>
    /// Frames per second to sample (<c>fps</c>); null for <see cref="DefaultFps"/>. Excludes <see cref="FrameCount"/>. For a list of
    /// pictures: the rate at which they were taken.
    /// </summary>
    public double? Fps { get; init; }

    /// <summary>Number of frames to sample (<c>nframes</c>), rounded to an even number.</summary>
    public int? FrameCount { get; init; }

    /// <summary>Fewest frames to sample where <see cref="FrameCount"/> is not given (<c>min_frames</c>).</summary>
    public int MinFrames { get; init; } = 4;

    /// <summary>Most frames to sample where <see cref="FrameCount"/> is not given (<c>max_frames</c>).</summary>
    public int MaxFrames { get; init; } = 768;

    /// <summary>Where to begin, in seconds from the first frame (<c>video_start</c>).</summary>
    public double? Start { get; init; }

    /// <summary>Where to end, in seconds from the first frame (<c>video_end</c>).</summary>
    public double? End { get; init; }

    /// <summary>Smallest area of a frame in pixels (<c>min_pixels</c>); null for 128 tokens' worth.</summary>
    public int? MinPixels { get; init; }

    /// <summary>Largest area of a frame in pixels (<c>max_pixels</c>); the budget of the whole video may set a lower one.</summary>
    public int? MaxPixels { get; init; }

    /// <summary>Budget of the whole video in pixels (<c>total_pixels</c>); null for 90 % of 128,000 tokens' worth.</summary>
    public long? TotalPixels { get; init; }

    /// <summary>
    /// Wanted width (<c>resized_width</c>), rounded to the model's unit; goes together with <see cref="ResizedHeight"/> and
    /// bypasses the budget.
    /// </summary>
    public int? ResizedWidth { get; init; }

    /// <summary>
    /// Wanted height (<c>resized_height</c>), rounded to the model's unit; goes together with <see cref="ResizedWidth"/>.
    /// </summary>
    public int? ResizedHeight { get; init; }

    /// <summary>What the file may cost.</summary>
    public VideoLimits Limits { get; init; } = VideoLimits.Default;

    /// <summary>
    /// Path of the ffmpeg program or of the folder that holds ffmpeg and ffprobe; null for the environment variable
    /// <c>QWENVL_FFMPEG</c>, and where that is not set for the one on the search path.
    /// </summary>
    public string? FfmpegPath { get; init; }
}
