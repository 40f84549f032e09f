using System.Text.Json;
using Xunit;

namespace Qwen.Testing;

/// <summary>Reference outputs: the folder named by <c>QWENVL_GOLDENS</c>, else <c>../shared/goldens</c> beside the checkout.</summary>
public static class Goldens
{
    /// <summary>The folder, whether it exists or not.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("QWENVL_GOLDENS") is { Length: > 0 } set
            ? set
            : Path.Combine(RepositoryFiles.Root, "..", "shared", "goldens");

    /// <summary>Full path of a golden file or folder; skips the running test, with the reason, where it is absent.</summary>
    public static string Require(string relativePath)
    {
        var path = Path.GetFullPath(Path.Combine(Folder, relativePath));
        if (!File.Exists(path) && !Directory.Exists(path))
            Assert.Skip($"Golden data '{relativePath}' is not at {Path.GetFullPath(Folder)} (set QWENVL_GOLDENS to its folder).");
        return path;
    }

    /// <summary>A golden JSON file; skips the running test where it is absent.</summary>
    public static JsonElement ReadJson(string relativePath)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Require(relativePath)));
        return document.RootElement.Clone();
    }

    /// <summary>Opens a golden tensor file; skips the running test where it is absent.</summary>
    public static GoldenTensors OpenTensors(string relativePath) => new(Require(relativePath));
}
