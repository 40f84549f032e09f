using System.Text.Json.Serialization;

namespace Qwen.Orleans;

/// <summary>One item of a job: a picture, a document or one page of it, a film or one window of it.</summary>
[GenerateSerializer]
[Immutable]
public sealed record JobItem
{
    /// <summary>Where the file lies: a path in a folder that all silos may read, or an address that they may fetch.</summary>
    [Id(0)]
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>The page of a document, from 1; null for a picture, and for all pages.</summary>
    [Id(1)]
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>Where a window of a film begins, in seconds.</summary>
    [Id(2)]
    [JsonPropertyName("start")]
    public double? Start { get; init; }

    /// <summary>Where it ends.</summary>
    [Id(3)]
    [JsonPropertyName("end")]
    public double? End { get; init; }

    /// <summary>The caller's own name for it; comes back with the result.</summary>
    [Id(4)]
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>Why it cannot be done at all, known since the list was read.</summary>
    [Id(5)]
    [JsonIgnore]
    internal string? Problem { get; init; }

    /// <summary>An item that is one file.</summary>
    public static implicit operator JobItem(string file) => new() { File = file };
}
