using System.Text.Json.Serialization;

namespace Qwen.Cli.Evaluation;

/// <summary>Counts over a group of cases.</summary>
/// <param name="Task">Name of the group.</param>
/// <param name="Cases">Cases asked.</param>
/// <param name="Right">Answers judged right.</param>
/// <param name="Recorded">Cases that carry a recorded answer.</param>
/// <param name="Equal">Answers equal to the recorded one, character for character.</param>
/// <param name="RecordedRight">Recorded answers that were judged right.</param>
internal sealed record EvaluationTotals(
    [property: JsonPropertyName("task")] string Task,
    [property: JsonPropertyName("cases")] int Cases,
    [property: JsonPropertyName("right")] int Right,
    [property: JsonPropertyName("recorded")] int Recorded,
    [property: JsonPropertyName("equal")] int Equal,
    [property: JsonPropertyName("recorded_right")] int RecordedRight)
{
    /// <summary>Counts a group.</summary>
    public static EvaluationTotals Count(string task, IReadOnlyCollection<EvaluationResult> results) => new(
        task,
        results.Count,
        results.Count(r => r.Right),
        results.Count(r => r.Equal is not null),
        results.Count(r => r.Equal is true),
        results.Count(r => r.RecordedRight is true));
}
