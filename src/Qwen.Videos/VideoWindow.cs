using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>A stretch of a video file and how the model sees it: the unit of work, small and serialisable.</summary>
/// <remarks>
/// Frames are those nearest to the multiples of 1 / <see cref="Fps"/> seconds, whatever the start: windows of equal rate and budget
/// that lie over one another show the model the very same frames, which a local client then encodes once.
/// </remarks>
public sealed record VideoWindow
{
    /// <summary>Path of the file.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>Where it begins, in seconds from the first frame of the file.</summary>
    [JsonPropertyName("start")]
    public required double Start { get; init; }

    /// <summary>Where it ends; a frame at this very moment belongs to the next window.</summary>
    [JsonPropertyName("end")]
    public required double End { get; init; }

    /// <summary>Frames a second; fewer where the file has fewer or <see cref="MaxFrames"/> would be passed.</summary>
    [JsonPropertyName("fps")]
    public double Fps { get; init; } = 2;

    /// <summary>Most frames; also the number that shares <see cref="TotalPixels"/>, however short the window is.</summary>
    [JsonPropertyName("max_frames")]
    public int MaxFrames { get; init; } = 768;

    /// <summary>Smallest area of a frame in pixels.</summary>
    [JsonPropertyName("min_pixels")]
    public int MinPixels { get; init; } = 16 * 28 * 28;

    /// <summary>Largest area of a frame in pixels; null for what the budget gives.</summary>
    [JsonPropertyName("max_pixels")]
    public int? MaxPixels { get; init; }

    /// <summary>Budget of all frames in pixels; 784 make a token, two frames share one.</summary>
    [JsonPropertyName("total_pixels")]
    public long TotalPixels { get; init; } = 20480L * 28 * 28;
}
