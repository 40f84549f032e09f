using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>What happens in a video, in order.</summary>
public sealed record VideoEventsResult : VideoResult
{
    /// <summary>The events; empty where the model named none.</summary>
    [JsonPropertyName("events")]
    public required IReadOnlyList<VideoEvent> Events { get; init; }
}
