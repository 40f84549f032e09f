using System.Text.Json.Serialization;

namespace Qwen.SemanticKernel.Plugins;

/// <summary>Fields read from a document.</summary>
public record FieldsResult : PictureResult
{
    /// <summary>Values by key, as printed. What the model added unasked is here, too. A model may invent a value it cannot read.</summary>
    [JsonPropertyName("fields")]
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Keys that were asked for and not answered, or left empty.</summary>
    [JsonPropertyName("missing")]
    public required IReadOnlyList<string> Missing { get; init; }
}
