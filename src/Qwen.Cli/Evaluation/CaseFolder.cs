using System.Text.Json;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Evaluation;

/// <summary>A folder of cases: <c>cases.json</c> and its pictures.</summary>
internal static class CaseFolder
{
    /// <summary>Most bytes of the list, and of one picture.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Reads the list and checks that every picture is there.</summary>
    /// <param name="folder">Folder that holds <c>cases.json</c>.</param>
    /// <param name="limit">Most cases of each task; null for all.</param>
    /// <exception cref="QwenException">The list is missing or malformed, or a picture is missing.</exception>
    public static IReadOnlyList<EvaluationCase> Read(string folder, int? limit = null)
    {
        var path = Path.Combine(folder, "cases.json");
        if (!File.Exists(path))
            throw new QwenException(
                $"There is no cases.json in '{folder}': name a folder that holds cases.json and the pictures it lists.");

        IReadOnlyList<EvaluationCase> cases;
        try
        {
            using var file = SourceFile.Open(path);
            cases = JsonSerializer.Deserialize(file.ReadStart(MaxBytes), EvaluationJson.Default.IReadOnlyListEvaluationCase) ?? [];
        }
        catch (JsonException error)
        {
            throw new QwenException($"'{path}' is not a list of cases: {error.Message}", error);
        }

        if (limit is { } most)
            cases = [.. cases.GroupBy(c => c.Task).SelectMany(g => g.Take(most))];
        if (cases.FirstOrDefault(c => !File.Exists(Path.Combine(folder, c.File))) is { } missing)
            throw new QwenException($"'{path}' lists '{missing.File}', which is not in the folder: copy the pictures beside the list.");
        return cases;
    }
}
