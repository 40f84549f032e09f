using System.Text.Json.Nodes;
using Qwen.Cli.Evaluation;
using Qwen.Shared.Files;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Files;

/// <summary>Stores a model's answers in <c>cases.json</c> as the recorded ones; everything else in the list stays as it is.</summary>
internal static class CaseRecorder
{
    /// <summary>Writes answers and judgements into the list.</summary>
    /// <param name="folder">Folder that holds <c>cases.json</c>.</param>
    /// <param name="results">Answers to its cases; cases without one keep what they have.</param>
    /// <exception cref="QwenException">The list cannot be written.</exception>
    public static async Task WriteAsync(string folder, IReadOnlyList<EvaluationResult> results)
    {
        var path = Path.Combine(folder, "cases.json");
        var cases = JsonNode.Parse(await File.ReadAllBytesAsync(path))!.AsArray();
        foreach (var result in results)
        {
            foreach (var asked in cases.OfType<JsonObject>()
                .Where(asked => (string?)asked["file"] == result.File && (string?)asked["prompt"] == result.Prompt))
                (asked["answer"], asked["right"]) = (result.Answer, result.Right);
        }

        await WholeFile.WriteAsync(path, async stream =>
        {
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(CaseList.ToText(cases));
        });
    }
}
