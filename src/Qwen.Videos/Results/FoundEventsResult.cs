using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>Where a video shows what was looked for.</summary>
public sealed record FoundEventsResult
{
    /// <summary>The video.</summary>
    [JsonPropertyName("video")]
    public required VideoFacts Video { get; init; }

    /// <summary>The places in order of time; empty where it is not to be seen.</summary>
    [JsonPropertyName("events")]
    public required IReadOnlyList<FoundEvent> Events { get; init; }
}
