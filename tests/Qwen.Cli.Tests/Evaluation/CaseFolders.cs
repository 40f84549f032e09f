using Qwen.Testing;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary>Folders of cases that the tests read.</summary>
internal static class CaseFolders
{
    /// <summary>A few of each task, part of the checkout.</summary>
    public static string Embedded => Path.Combine(RepositoryFiles.DemoCheckpoint, "cases");

    /// <summary>
    /// The whole held-out set: the folder named by <c>QWENVL_HELDOUT</c>, else the one beside the reference outputs; skips the
    /// running test where it is absent.
    /// </summary>
    public static string HeldOut()
    {
        var folder = Environment.GetEnvironmentVariable("QWENVL_HELDOUT") is { Length: > 0 } set
            ? set
            : Path.GetFullPath(Path.Combine(Goldens.Folder, "..", "demo-checkpoint", "heldout"));
        if (!File.Exists(Path.Combine(folder, "cases.json")))
            Assert.Skip($"Recorded answers are not at {folder} (set QWENVL_HELDOUT to their folder).");
        return folder;
    }
}
