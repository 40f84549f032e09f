using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Perception.Tests;

/// <summary>Published prompts and answers of a large model: the folder named by <c>QWENVL_CASES</c>, else <c>../shared/cases</c>.</summary>
internal static class RecordedAnswers
{
    /// <summary>All answers, or those of files whose name starts so; skips the running test where the folder is absent.</summary>
    public static IReadOnlyList<(string Name, string Answer)> All(string prefix = "")
    {
        var folder = Environment.GetEnvironmentVariable("QWENVL_CASES") is { Length: > 0 } set
            ? set
            : Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "cases"));
        if (!Directory.Exists(folder))
            Assert.Skip($"Published answers are not at {folder} (set QWENVL_CASES to their folder).");
        return [.. Directory.GetFiles(folder, prefix + "*.json").Order(StringComparer.Ordinal).SelectMany(Read)];
    }

    private static IEnumerable<(string, string)> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var message in document.RootElement.GetProperty("messages").EnumerateArray())
        {
            if (message.GetProperty("role").GetString() != "User")
                yield return (Path.GetFileNameWithoutExtension(file), message.GetProperty("content").GetString()!);
        }
    }
}
