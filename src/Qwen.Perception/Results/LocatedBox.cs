using System.Globalization;
using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A box on the caller's picture; it covers at least one pixel.</summary>
public sealed record LocatedBox
{
    /// <summary>Left edge.</summary>
    [JsonPropertyName("x1")]
    public required int X1 { get; init; }

    /// <summary>Top edge.</summary>
    [JsonPropertyName("y1")]
    public required int Y1 { get; init; }

    /// <summary>Right edge, more than <see cref="X1"/>, at most the picture's width.</summary>
    [JsonPropertyName("x2")]
    public required int X2 { get; init; }

    /// <summary>Bottom edge, more than <see cref="Y1"/>, at most the picture's height.</summary>
    [JsonPropertyName("y2")]
    public required int Y2 { get; init; }

    /// <summary>What it is; may be empty.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>What else the model said about it, by key, for example <c>sub_label</c>.</summary>
    [JsonPropertyName("attributes")]
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How sure the model was of the place, of a line of text of the words, from 0 to 1: the geometric mean of the probabilities that it
    /// gave to the tokens which spell it. Good for comparing findings, not a share of right ones. Null where the client reports no
    /// probabilities.
    /// </summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }

    /// <summary>Area shared with another box over the area that either covers: 0 to 1.</summary>
    public double Overlap(LocatedBox other)
    {
        ArgumentNullException.ThrowIfNull(other);
        double width = Math.Min(X2, other.X2) - Math.Max(X1, other.X1);
        double height = Math.Min(Y2, other.Y2) - Math.Max(Y1, other.Y1);
        if (width <= 0 || height <= 0)
            return 0;
        return width * height / (Area + other.Area - width * height);
    }

    /// <summary>Its label with what else was said about it, and its place: <c>red circle (25, 27) to (85, 87)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{string.Join(" · ", [Label, .. Attributes.Values])} ({X1}, {Y1}) to ({X2}, {Y2})").TrimStart();

    private double Area => (double)(X2 - X1) * (Y2 - Y1);
}
