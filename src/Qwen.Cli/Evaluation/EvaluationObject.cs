using System.Text.Json.Serialization;

namespace Qwen.Cli.Evaluation;

/// <summary>A thing in a picture.</summary>
/// <param name="Name">What it is called in questions and answers.</param>
/// <param name="Box">Left, top, right, bottom in pixels.</param>
/// <param name="Centre">Its centre in pixels, as reference answers write it.</param>
internal sealed record EvaluationObject(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("box")] IReadOnlyList<int> Box,
    [property: JsonPropertyName("centre")] IReadOnlyList<int> Centre);
