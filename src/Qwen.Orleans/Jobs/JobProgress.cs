using System.Text.Json.Serialization;

namespace Qwen.Orleans;

/// <summary>How far a job is.</summary>
[GenerateSerializer]
[Immutable]
public sealed record JobProgress
{
    /// <summary>Its key.</summary>
    [Id(0)]
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    [Id(1)]
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    [JsonPropertyName("status")]
    public JobStatus Status { get; init; }

    /// <summary>Why it stands there, where that needs a word; or what it waits for.</summary>
    [Id(3)]
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>Items of the list that were read so far.</summary>
    [Id(4)]
    [JsonPropertyName("read")]
    public long Read { get; init; }

    /// <summary>Whether the list was read to its end, so that <see cref="Read"/> is all there are.</summary>
    [Id(5)]
    [JsonPropertyName("read_to_end")]
    public bool ReadToEnd { get; init; }

    /// <summary>Items with a result.</summary>
    [Id(6)]
    [JsonPropertyName("done")]
    public long Done { get; init; }

    /// <summary>Items that were given up, each with its cause.</summary>
    [Id(7)]
    [JsonPropertyName("set_aside")]
    public long SetAside { get; init; }

    /// <summary>Items that silos work on now, and those whose end is not stored yet.</summary>
    [Id(8)]
    [JsonPropertyName("running")]
    public long Running { get; init; }

    /// <summary>Items a second, over the last minute or so; 0 where none was done.</summary>
    [Id(9)]
    [JsonPropertyName("items_per_second")]
    public double ItemsPerSecond { get; init; }

    /// <summary>How long the rest will take at that speed; null where the rest or the speed is not known.</summary>
    [Id(10)]
    [JsonPropertyName("time_left")]
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Silos that asked for work within the last minute.</summary>
    [Id(11)]
    [JsonPropertyName("silos")]
    public int Silos { get; init; }

    /// <summary>The model that answers, once it is settled.</summary>
    [Id(12)]
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The most frequent causes of items set aside, at most 20, with how many there were.</summary>
    [Id(13)]
    [JsonPropertyName("causes")]
    public IReadOnlyDictionary<string, long> Causes { get; init; } = new Dictionary<string, long>();

    /// <summary>When it was ordered.</summary>
    [Id(14)]
    [JsonPropertyName("created")]
    public DateTimeOffset Created { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    [Id(15)]
    [JsonPropertyName("ended")]
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Whether it has ended, one way or another.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is JobStatus.Completed or JobStatus.Cancelled or JobStatus.Stopped;
}
