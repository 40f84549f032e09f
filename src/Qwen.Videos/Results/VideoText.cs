using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>A text that stands in the picture for a while. Times are seconds from the first frame of the file.</summary>
public sealed record VideoText
{
    /// <summary>The text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Time of the first frame of the first window in which it was read.</summary>
    [JsonPropertyName("start")]
    public required double Start { get; init; }

    /// <summary>End of the last window in a row in which it was read.</summary>
    [JsonPropertyName("end")]
    public required double End { get; init; }

    /// <summary>The first frame of the window in which it was first read.</summary>
    [JsonPropertyName("frame")]
    public required KeyFrame Frame { get; init; }
}
