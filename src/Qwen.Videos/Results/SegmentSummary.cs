using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>What matters in a stretch of video. Times are seconds from the first frame of the file.</summary>
public sealed record SegmentSummary
{
    /// <summary>Where it begins.</summary>
    [JsonPropertyName("start")]
    public required double Start { get; init; }

    /// <summary>Where it ends.</summary>
    [JsonPropertyName("end")]
    public required double End { get; init; }

    /// <summary>The key points, in the model's order.</summary>
    [JsonPropertyName("key_points")]
    public required IReadOnlyList<string> KeyPoints { get; init; }

    /// <summary>The frame in the middle of it.</summary>
    [JsonPropertyName("frame")]
    public required KeyFrame Frame { get; init; }
}
