using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>What a stretch of video shows, in fields. Empty ones were not answered; prose answers stand in the summary.</summary>
public sealed record VideoCaptionResult : VideoResult
{
    /// <summary>What happens, in a few sentences.</summary>
    [JsonPropertyName("summary")]
    public required string Summary { get; init; }

    /// <summary>Where it takes place.</summary>
    [JsonPropertyName("setting")]
    public required string Setting { get; init; }

    /// <summary>Who or what is to be seen.</summary>
    [JsonPropertyName("subjects")]
    public required IReadOnlyList<string> Subjects { get; init; }

    /// <summary>What they do.</summary>
    [JsonPropertyName("actions")]
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Text in the pictures.</summary>
    [JsonPropertyName("text")]
    public required IReadOnlyList<string> Text { get; init; }

    /// <summary>How the camera is held and moved.</summary>
    [JsonPropertyName("camera")]
    public required string Camera { get; init; }

    /// <summary>The frame in the middle of what was seen.</summary>
    [JsonPropertyName("frame")]
    public required KeyFrame Frame { get; init; }
}
