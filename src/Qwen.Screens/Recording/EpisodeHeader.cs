using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>What a recorded episode is about: the first line of its file.</summary>
public sealed record EpisodeHeader
{
    /// <summary>The task.</summary>
    [JsonPropertyName("task")]
    public required string Task { get; init; }

    /// <summary>Name of the screen.</summary>
    [JsonPropertyName("screen")]
    public required string Screen { get; init; }

    /// <summary>Its kind.</summary>
    [JsonPropertyName("kind")]
    public required ScreenKind Kind { get; init; }

    /// <summary>When the recording began.</summary>
    [JsonPropertyName("started")]
    public required DateTimeOffset Started { get; init; }
}
