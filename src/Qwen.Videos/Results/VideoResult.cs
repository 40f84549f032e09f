using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>What every answer about a video carries. Times are seconds from the first frame of the file.</summary>
public abstract record VideoResult
{
    /// <summary>The video.</summary>
    [JsonPropertyName("video")]
    public required VideoFacts Video { get; init; }

    /// <summary>The frames that were seen.</summary>
    [JsonPropertyName("sample")]
    public required VideoSample Sample { get; init; }

    /// <summary>
    /// How sure the model was of its words, 0 to 1: the geometric mean over its tokens. Null where the client does not say.
    /// </summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }

    /// <summary>What was mended, clamped, merged or left out on the way from the model's text to this result; usually nothing.</summary>
    [JsonPropertyName("notes")]
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The model's answers as it wrote them; times in each count from the first frame of its window.</summary>
    [JsonPropertyName("raw_text")]
    public required IReadOnlyList<string> RawText { get; init; }
}
