using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>The text in a picture.</summary>
public sealed record TextResult : PictureResult
{
    /// <summary>The lines in reading order, without empty ones.</summary>
    [JsonPropertyName("lines")]
    public required IReadOnlyList<string> Lines { get; init; }
}
