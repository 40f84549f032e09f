using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>An answer in words.</summary>
public sealed record AnswerResult : PictureResult
{
    /// <summary>The answer without blanks around it.</summary>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }
}
