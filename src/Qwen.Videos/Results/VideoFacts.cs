using System.Text.Json.Serialization;
using Qwen.Perception;

namespace Qwen.Videos;

/// <summary>What a result says about its video. All times of a result count from the first frame.</summary>
public sealed record VideoFacts
{
    /// <summary>Seconds from the start of the first frame to the end of the last.</summary>
    [JsonPropertyName("duration")]
    public required double Duration { get; init; }

    /// <summary>The container's own time stamp of the first frame: add it to a time for the file's own clock. Mostly 0.</summary>
    [JsonPropertyName("first_stamp")]
    public required double FirstStamp { get; init; }

    /// <summary>Size of the upright frames in the file.</summary>
    [JsonPropertyName("size")]
    public required PictureSize Size { get; init; }
}
