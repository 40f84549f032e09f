using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>A place in a video that shows what was looked for. Times are seconds from the first frame of the file.</summary>
public sealed record FoundEvent
{
    /// <summary>Where it begins.</summary>
    [JsonPropertyName("start")]
    public required double Start { get; init; }

    /// <summary>Where it ends.</summary>
    [JsonPropertyName("end")]
    public required double End { get; init; }

    /// <summary>True where a second question confirmed it; null where none was asked, or its answer said neither yes nor no.</summary>
    [JsonPropertyName("verified")]
    public bool? Verified { get; init; }

    /// <summary>
    /// How sure the model was, 0 to 1, of the confirming answer or else of the times; null where the client does not say.
    /// </summary>
    [JsonPropertyName("confidence")]
    public double? Confidence { get; init; }

    /// <summary>Seconds between the frames that the times were read from: they are not more exact than that.</summary>
    [JsonPropertyName("precision")]
    public required double Precision { get; init; }

    /// <summary>The frame in the middle of it.</summary>
    [JsonPropertyName("frame")]
    public required KeyFrame Frame { get; init; }

    /// <summary>What was mended, clamped or left out; usually nothing.</summary>
    [JsonPropertyName("notes")]
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>
    /// The model's answers that led to it: at first sight, closely, and to the confirming question. Times in each count from the first
    /// frame of its window.
    /// </summary>
    [JsonPropertyName("raw_text")]
    public required IReadOnlyList<string> RawText { get; init; }
}
