using Qwen.Testing;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary>Folders of cases that the tests read.</summary>
internal static class CaseFolders
{
    /// <summary>A few of each task, part of the checkout.</summary>
    public static string Embedded => Path.Combine(RepositoryFiles.DemoCheckpoint, "cases");

    /// <summary>The whole held-out set beside the reference outputs; skips the running test where it is absent.</summary>
    public static string HeldOut()
    {
        var folder = Path.GetFullPath(Path.Combine(Goldens.Folder, "..", "demo-checkpoint", "heldout"));
        if (!File.Exists(Path.Combine(folder, "cases.json")))
            Assert.Skip($"The held-out cases of the demo model are not at {folder}.");
        return folder;
    }
}
