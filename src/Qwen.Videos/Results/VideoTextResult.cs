using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>Which text stands in a video, and when.</summary>
public sealed record VideoTextResult : VideoResult
{
    /// <summary>The texts in order of their start.</summary>
    [JsonPropertyName("texts")]
    public required IReadOnlyList<VideoText> Texts { get; init; }
}
