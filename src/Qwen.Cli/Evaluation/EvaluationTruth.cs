using System.Text.Json.Serialization;

namespace Qwen.Cli.Evaluation;

/// <summary>What a picture shows, known because it was drawn.</summary>
internal sealed record EvaluationTruth
{
    /// <summary>Things that can be asked for.</summary>
    [JsonPropertyName("objects")]
    public IReadOnlyList<EvaluationObject> Objects { get; init; } = [];
}
