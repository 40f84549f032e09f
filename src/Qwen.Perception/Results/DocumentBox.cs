using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A place on a page, in pixels of the caller's picture; it covers at least one.</summary>
/// <param name="X1">Left edge.</param>
/// <param name="Y1">Top edge.</param>
/// <param name="X2">Right edge, more than <paramref name="X1"/>, at most the page's width.</param>
/// <param name="Y2">Bottom edge, more than <paramref name="Y1"/>, at most the page's height.</param>
public sealed record DocumentBox(
    [property: JsonPropertyName("x1")] int X1,
    [property: JsonPropertyName("y1")] int Y1,
    [property: JsonPropertyName("x2")] int X2,
    [property: JsonPropertyName("y2")] int Y2);
