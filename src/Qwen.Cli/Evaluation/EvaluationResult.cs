using System.Text.Json.Serialization;

namespace Qwen.Cli.Evaluation;

/// <summary>One answer and its judgement.</summary>
/// <param name="Task">Group of the case.</param>
/// <param name="File">Picture or clip of the case.</param>
/// <param name="Prompt">The question.</param>
/// <param name="Answer">What the model wrote.</param>
/// <param name="Right">Whether it is right.</param>
/// <param name="Equal">Whether it equals the recorded answer; null where none was recorded.</param>
/// <param name="RecordedRight">Whether the recorded answer was judged right; null where none was recorded.</param>
internal sealed record EvaluationResult(
    [property: JsonPropertyName("task")] string Task,
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("prompt")] string Prompt,
    [property: JsonPropertyName("answer")] string Answer,
    [property: JsonPropertyName("right")] bool Right,
    [property: JsonPropertyName("equal")] bool? Equal,
    [property: JsonPropertyName("recorded_right")] bool? RecordedRight);
