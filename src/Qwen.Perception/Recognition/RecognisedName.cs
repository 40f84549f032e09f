using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>What stands at one place of a picture.</summary>
public sealed record RecognisedName
{
    /// <summary>The place as the model names it, for example <c>Top left</c>.</summary>
    [JsonPropertyName("place")]
    public required string Place { get; init; }

    /// <summary>Its names, one for each language of the answer, in the answer's order.</summary>
    [JsonPropertyName("names")]
    public required IReadOnlyList<string> Names { get; init; }
}
