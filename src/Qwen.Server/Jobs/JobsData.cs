using System.Text.Json.Serialization;
using Qwen.Orleans;

namespace Qwen.Server.Jobs;

/// <summary>What the page of jobs shows.</summary>
internal sealed record JobsData
{
    /// <summary>The jobs, the newest first.</summary>
    [JsonPropertyName("jobs")]
    public required IReadOnlyList<JobProgress> Jobs { get; init; }

    /// <summary>Address of Orleans' dashboard.</summary>
    [JsonPropertyName("dashboard")]
    public string? Dashboard { get; init; }
}
