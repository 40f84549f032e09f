using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>Lines of text and where they stand.</summary>
public sealed record SpottedTextResult : PictureResult
{
    /// <summary>The lines; <see cref="LocatedBox.Label"/> is the text.</summary>
    [JsonPropertyName("lines")]
    public required IReadOnlyList<LocatedBox> Lines { get; init; }
}
