using System.Text.Json.Serialization;
using Qwen.Perception;

namespace Qwen.Videos;

/// <summary>Which frames a model saw. Nothing else was looked at.</summary>
public sealed record VideoSample
{
    /// <summary>Time of the first frame.</summary>
    [JsonPropertyName("start")]
    public required double Start { get; init; }

    /// <summary>Time of the last frame.</summary>
    [JsonPropertyName("end")]
    public required double End { get; init; }

    /// <summary>Number of frames, those that several questions shared counted for each.</summary>
    [JsonPropertyName("frames")]
    public required int Frames { get; init; }

    /// <summary>Frames a second.</summary>
    [JsonPropertyName("fps")]
    public required double Fps { get; init; }

    /// <summary>Size at which the model saw them.</summary>
    [JsonPropertyName("model_size")]
    public required PictureSize ModelSize { get; init; }
}
