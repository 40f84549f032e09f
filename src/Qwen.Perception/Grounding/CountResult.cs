using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>How many there are.</summary>
public sealed record CountResult : PictureResult
{
    /// <summary>The count: the number that the model states, else that of its findings; null where it gave neither.</summary>
    [JsonPropertyName("count")]
    public required int? Count { get; init; }

    /// <summary>The boxes that were counted; empty where they were not asked for or the model gave points.</summary>
    [JsonPropertyName("boxes")]
    public required IReadOnlyList<LocatedBox> Boxes { get; init; }

    /// <summary>The points that were counted; empty where the model gave none.</summary>
    [JsonPropertyName("points")]
    public required IReadOnlyList<LocatedPoint> Points { get; init; }
}
