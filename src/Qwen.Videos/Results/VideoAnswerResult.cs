using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>An answer about a video in words.</summary>
public sealed record VideoAnswerResult : VideoResult
{
    /// <summary>The answer without blanks around it; times in it count from <see cref="VideoSample.Start"/>.</summary>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }

    /// <summary>The frame in the middle of what was seen.</summary>
    [JsonPropertyName("frame")]
    public required KeyFrame Frame { get; init; }
}
