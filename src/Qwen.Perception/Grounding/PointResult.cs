using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A point on each thing.</summary>
public sealed record PointResult : PictureResult
{
    /// <summary>The points; empty where there is no such thing.</summary>
    [JsonPropertyName("points")]
    public required IReadOnlyList<LocatedPoint> Points { get; init; }
}
