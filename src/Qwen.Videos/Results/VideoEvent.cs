using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>Something that happens in a video. Times are seconds from the first frame of the file.</summary>
public sealed record VideoEvent
{
    /// <summary>Where it begins.</summary>
    [JsonPropertyName("start")]
    public required double Start { get; init; }

    /// <summary>Where it ends.</summary>
    [JsonPropertyName("end")]
    public required double End { get; init; }

    /// <summary>What happens; may be empty.</summary>
    [JsonPropertyName("description")]
    public required string Description { get; init; }

    /// <summary>The frame in the middle of it.</summary>
    [JsonPropertyName("frame")]
    public required KeyFrame Frame { get; init; }

    /// <summary>How sure the model was of the answer that names it, 0 to 1; null where the client does not say.</summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }
}
