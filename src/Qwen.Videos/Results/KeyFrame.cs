using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>A frame that shows what a result says.</summary>
public sealed record KeyFrame
{
    /// <summary>Its real time, in seconds from the first frame of the file.</summary>
    [JsonPropertyName("seconds")]
    public required double Seconds { get; init; }

    /// <summary>The frame as the model saw it, a PNG file. For the host: models are not sent it with a function's result.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Png { get; init; }
}
