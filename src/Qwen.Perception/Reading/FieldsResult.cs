using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>Fields read from a document. A field within others goes by its path, such as <c>items[2].price</c>.</summary>
public record FieldsResult : PictureResult
{
    /// <summary>Values by key, as printed. What the model added unasked is here, too. A model may invent a value it cannot read.</summary>
    [JsonPropertyName("fields")]
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    /// <summary>Keys that were asked for and not answered, or left empty.</summary>
    [JsonPropertyName("missing")]
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>
    /// By key, how sure the model was of the value, from 0 to 1: the geometric mean of the probabilities that it gave to the tokens
    /// which spell it. Empty where the client reports no probabilities.
    /// </summary>
    [JsonPropertyName("confidence")]
    public IReadOnlyDictionary<string, double> Confidence { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// By key, the line on which the value stands, in pixels of the caller's picture; null for a value that was found on no line. Empty
    /// unless places were asked for.
    /// </summary>
    [JsonPropertyName("boxes")]
    public IReadOnlyDictionary<string, DocumentBox?> Boxes { get; init; } = new Dictionary<string, DocumentBox?>();
}
