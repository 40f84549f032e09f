using System.Globalization;
using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A point on the caller's picture.</summary>
public sealed record LocatedPoint
{
    /// <summary>Pixels from the left edge, less than the picture's width.</summary>
    [JsonPropertyName("x")]
    public required int X { get; init; }

    /// <summary>Pixels from the top edge, less than the picture's height.</summary>
    [JsonPropertyName("y")]
    public required int Y { get; init; }

    /// <summary>What it is; may be empty.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>What else the model said about it, by key, for example <c>label2</c>.</summary>
    [JsonPropertyName("attributes")]
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How sure the model was of the place, from 0 to 1: the geometric mean of the probabilities that it gave to the tokens which spell
    /// it. Good for comparing findings, not a share of right ones. Null where the client reports no probabilities.
    /// </summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }

    /// <summary>Its label with what else was said about it, and its place: <c>black star (35, 85)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(" · ", [Label, .. Attributes.Values])} ({X}, {Y})").TrimStart();
}
