using System.Text.Json.Serialization;

namespace Qwen.Videos;

/// <summary>What matters in a video, part by part.</summary>
public sealed record VideoSummaryResult : VideoResult
{
    /// <summary>The parts in order; together they cover what was asked for.</summary>
    [JsonPropertyName("segments")]
    public required IReadOnlyList<SegmentSummary> Segments { get; init; }
}
