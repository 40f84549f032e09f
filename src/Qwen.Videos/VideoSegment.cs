using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>What a stretch of a video shows. Times are seconds from the first frame of the file.</summary>
public sealed record VideoSegment
{
    /// <summary>Where it begins.</summary>
    [JsonPropertyName("start")]
    public required double Start { get; init; }

    /// <summary>Where it ends.</summary>
    [JsonPropertyName("end")]
    public required double End { get; init; }

    /// <summary>What happens, in words.</summary>
    [JsonPropertyName("caption")]
    public required string Caption { get; init; }

    /// <summary>Text that stands in the pictures, one line each; empty where there is none or nobody read it.</summary>
    [JsonPropertyName("text")]
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Time of the frame that stands for the segment.</summary>
    [JsonPropertyName("key_frame")]
    public required double KeyFrame { get; init; }
}
