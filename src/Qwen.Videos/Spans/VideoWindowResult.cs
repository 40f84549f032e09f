using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>What came of a <see cref="VideoWindow"/>: small and serialisable, so that another machine can send it back.</summary>
public sealed record VideoWindowResult
{
    /// <summary>What the window shows.</summary>
    [JsonPropertyName("segment")]
    public required VideoSegment Segment { get; init; }

    /// <summary>The frame that stands for it, a JPEG file of at most 320 pixels a side.</summary>
    [JsonPropertyName("picture")]
    public required byte[] Picture { get; init; }

    /// <summary>How sure the model was of its words, 0 to 1; null where the client does not say.</summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }

    /// <summary>The model's answer as it wrote it.</summary>
    [JsonPropertyName("raw_text")]
    public required string RawText { get; init; }
}
