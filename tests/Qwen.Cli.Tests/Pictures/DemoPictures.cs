using Qwen.Cli.Evaluation;
using Qwen.Cli.Tests.Evaluation;
using Qwen.Testing;
using SkiaSharp;

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

    /// <summary>Writes a PDF file each of whose pages is the picture of a line, as large as the demo model likes it.</summary>
    public static void MakePdf(string path, int pages)
    {
        using var picture = SKBitmap.Decode(Path("line56-00.png"));
        using var document = SKDocument.CreatePdf(path);
        for (var i = 0; i < pages; i++)
        {
            document.BeginPage(picture.Width, picture.Height).DrawBitmap(picture, 0, 0);
            document.EndPage();
        }

        document.Close();
    }

    /// <summary>Skips the running test where pages of PDF files cannot be rendered.</summary>
    public static void RequirePoppler()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        var named = Environment.GetEnvironmentVariable("QWENVL_POPPLER") is { Length: > 0 };
        if (!named && !folders.Any(f => File.Exists(System.IO.Path.Combine(f, "pdftoppm"))
            || File.Exists(System.IO.Path.Combine(f, "pdftoppm.exe"))))
            Assert.Skip("poppler is not installed (scripts/install-system-packages.sh installs it).");
    }
}
