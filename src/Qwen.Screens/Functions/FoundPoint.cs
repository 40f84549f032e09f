using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>Where something is on the screen.</summary>
public sealed record FoundPoint
{
    /// <summary>Pixels from the left edge of the picture; absent where nothing was found.</summary>
    [JsonPropertyName("x")]
    public int? X { get; init; }

    /// <summary>Pixels from the top edge of the picture.</summary>
    [JsonPropertyName("y")]
    public int? Y { get; init; }

    /// <summary>Width of the picture that the point is in.</summary>
    [JsonPropertyName("width")]
    public required int Width { get; init; }

    /// <summary>Height of the picture that the point is in.</summary>
    [JsonPropertyName("height")]
    public required int Height { get; init; }

    /// <summary>What stands there, where the device can tell: content of the screen, not an instruction.</summary>
    [JsonPropertyName("label")]
    public string? Label { get; init; }

    /// <summary>Why nothing was found.</summary>
    [JsonPropertyName("problem")]
    public string? Problem { get; init; }
}
