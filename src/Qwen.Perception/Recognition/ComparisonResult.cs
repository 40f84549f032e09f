using System.Text.Json.Serialization;

namespace Qwen.Perception;

/// <summary>What two pictures have in common and how they differ. The sizes are those of the first.</summary>
public sealed record ComparisonResult : PictureResult
{
    /// <summary>The answer without blanks around it.</summary>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }

    /// <summary>Size of the second picture.</summary>
    [JsonPropertyName("second_picture_size")]
    public required PictureSize SecondPictureSize { get; init; }

    /// <summary>Size at which the model saw the second picture.</summary>
    [JsonPropertyName("second_model_size")]
    public required PictureSize SecondModelSize { get; init; }
}
