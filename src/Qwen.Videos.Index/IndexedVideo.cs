using System.Text.Json.Serialization;

namespace Qwen.Videos.Index;

/// <summary>A video in an index.</summary>
public sealed record IndexedVideo
{
    /// <summary>Path of the file.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>Seconds from the start of its first frame to the end of its last.</summary>
    [JsonPropertyName("duration")]
    public required double Duration { get; init; }

    /// <summary>Segments in all.</summary>
    [JsonPropertyName("segments")]
    public required int Segments { get; init; }

    /// <summary>Segments that are indexed.</summary>
    [JsonPropertyName("done")]
    public required int Done { get; init; }

    /// <summary>Segments that could not be read, as sentences; indexing the file again tries them again.</summary>
    [JsonPropertyName("unreadable")]
    public required IReadOnlyList<string> Unreadable { get; init; }
}
