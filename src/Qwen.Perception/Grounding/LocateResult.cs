using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>Where things are.</summary>
public sealed record LocateResult : PictureResult
{
    /// <summary>The boxes; empty where there is no such thing.</summary>
    [JsonPropertyName("boxes")]
    public required IReadOnlyList<LocatedBox> Boxes { get; init; }
}
