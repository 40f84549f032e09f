using System.Text.Json.Serialization;

namespace Qwen.Videos.Index;

/// <summary>A place in an indexed video that was found. Times are seconds from the first frame of the file.</summary>
public sealed record VideoMoment
{
    /// <summary>Path of the file.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>The segment: from when to when, what happens, the text that was seen, and the time of its key frame.</summary>
    [JsonPropertyName("segment")]
    public required VideoSegment Segment { get; init; }

    /// <summary>Higher is better; comparable within one search only.</summary>
    [JsonPropertyName("score")]
    public required double Score { get; init; }

    /// <summary>True where the frames were looked at and show it; null where nobody looked, or the answer was neither yes nor no.</summary>
    [JsonPropertyName("verified")]
    public bool? Verified { get; init; }

    /// <summary>Why it could not be verified, or what the model said; null where nobody asked.</summary>
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>The key frame, a JPEG file of at most 320 pixels a side.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Picture { get; init; }
}
