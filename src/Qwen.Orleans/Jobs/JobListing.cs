using System.Text.Json.Serialization;

namespace Qwen.Orleans;

/// <summary>A job in the list of jobs.</summary>
[GenerateSerializer]
[Immutable]
public sealed record JobListing
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

    /// <summary>Its priority.</summary>
    [Id(3)]
    [JsonPropertyName("priority")]
    public int Priority { get; init; }

    /// <summary>When it has to end.</summary>
    [Id(4)]
    [JsonPropertyName("deadline")]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it was ordered.</summary>
    [Id(5)]
    [JsonPropertyName("created")]
    public DateTimeOffset Created { get; init; }
}
