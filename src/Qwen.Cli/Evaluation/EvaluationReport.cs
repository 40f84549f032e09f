using System.Text.Json.Serialization;

namespace Qwen.Cli.Evaluation;

/// <summary>What an evaluation found.</summary>
internal sealed record EvaluationReport
{
    /// <summary>Name of the model.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>Device that ran.</summary>
    [JsonPropertyName("device")]
    public required string Device { get; init; }

    /// <summary>Form of the weights as asked for.</summary>
    [JsonPropertyName("precision")]
    public required string Precision { get; init; }

    /// <summary>All cases together.</summary>
    [JsonPropertyName("total")]
    public required EvaluationTotals Total { get; init; }

    /// <summary>Each task by itself, in the order of the cases.</summary>
    [JsonPropertyName("tasks")]
    public required IReadOnlyList<EvaluationTotals> Tasks { get; init; }

    /// <summary>Every answer.</summary>
    [JsonPropertyName("results")]
    public required IReadOnlyList<EvaluationResult> Results { get; init; }

    /// <summary>Counts answers by task.</summary>
    public static EvaluationReport Create(string model, string device, string precision, IReadOnlyList<EvaluationResult> results) => new()
    {
        Model = model,
        Device = device,
        Precision = precision,
        Total = EvaluationTotals.Count("total", results),
        Tasks = [.. results.GroupBy(r => r.Task).Select(g => EvaluationTotals.Count(g.Key, [.. g]))],
        Results = results,
    };
}
