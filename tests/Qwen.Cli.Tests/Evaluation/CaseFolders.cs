using Qwen.Testing;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary>Folders of cases that the tests read.</summary>
internal static class CaseFolders
{
    /// <summary>A few of each task, part of the checkout.</summary>
    public static string Embedded => Path.Combine(RepositoryFiles.DemoCheckpoint, "cases");

    /// <summary>The whole held-out set; skips the running test where it is absent.</summary>
    public static string HeldOut() => HeldOutCase.RequireFolder();
}
