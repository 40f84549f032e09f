using System.Text.Json.Serialization;

namespace Qwen.Screens;

/// <summary>What became of a task.</summary>
public sealed record TaskResult
{
    /// <summary>Why the agent stopped; Succeeded is what the model says, not a proof.</summary>
    [JsonPropertyName("stop")]
    public required ScreenStop Stop { get; init; }

    /// <summary>The same in a sentence.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>What was done, a line each.</summary>
    [JsonPropertyName("steps")]
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>What the model answered on the way; absent for nothing.</summary>
    [JsonPropertyName("answer")]
    public string? Answer { get; init; }
}
