using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>A size in pixels.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
public sealed record PictureSize(
    [property: JsonPropertyName("width")] int Width,
    [property: JsonPropertyName("height")] int Height)
{
    internal static PictureSize None { get; } = new(0, 0);
}
