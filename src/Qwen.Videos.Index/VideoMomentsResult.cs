using System.Text.Json.Serialization;

namespace Qwen.Videos.Index;

/// <summary>What a search of an index found.</summary>
public sealed record VideoMomentsResult
{
    /// <summary>The moments, the best first.</summary>
    [JsonPropertyName("moments")]
    public required IReadOnlyList<VideoMoment> Moments { get; init; }
}
