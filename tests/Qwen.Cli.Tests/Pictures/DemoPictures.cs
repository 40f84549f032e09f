using Qwen.Cli.Evaluation;
using Qwen.Cli.Tests.Evaluation;
using Qwen.Testing;

namespace Qwen.Cli.Tests.Pictures;

/// <summary>Pictures of the embedded cases, and the commands that ask about them.</summary>
internal static class DemoPictures
{
    /// <summary>Path of one of the embedded pictures.</summary>
    public static string Path(string name) => System.IO.Path.Combine(CaseFolders.Embedded, name);

    /// <summary>Runs a command with the demo model on the CPU, in the precision in which its answers were recorded.</summary>
    public static Task<CommandRun> AskAsync(params IReadOnlyList<string> args) =>
        CommandRun.StartAsync([.. args, "--model", RepositoryFiles.DemoCheckpoint, "--device", "cpu", "--precision", "fp32"]);

    /// <summary>What the demo model answered about a picture when its answers were recorded.</summary>
    public static string Recorded(string name) =>
        CaseFolder.Read(CaseFolders.Embedded).First(question => question.File == name).RecordedAnswer!;

    /// <summary>Passes where a text was read with at most two wrong characters.</summary>
    public static void AssertRead(string expected, string actual) =>
        Assert.True(PageBlocks.EditDistance(expected, actual) <= 2, $"'{actual}' was read, '{expected}' is there.");

    /// <summary>The lines of an output.</summary>
    public static string[] LinesOf(string output) => output.TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToArray();
}
