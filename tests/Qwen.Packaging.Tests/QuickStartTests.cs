using System.Text.RegularExpressions;
using Qwen.Testing;

namespace Qwen.Packaging.Tests;

/// <summary>The lines of the quick start, typed as they stand in an empty folder.</summary>
public sealed partial class QuickStartTests(Packages packages) : IDisposable
{
    private const string Page = "docs/quick-start.md";
    private const string Checkpoint = "Qwen/Qwen2.5-VL-3B-Instruct";

    private readonly FreshProject project = new(packages);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task The_lines_of_the_page_make_a_program_that_finds_things()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The lines are typed into a shell of Unix.");
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, Page));
        var lines = Shell().Matches(page)
            .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        Assert.InRange(lines.Count, 5, 10);

        // in place of a download: the demo model under the name of the checkpoint; in place of a photo: drawn shapes
        var folder = project.Folder;
        project.WriteSources();
        project.CopyFiles("models/demo");
        project.CopyFiles("samples/01-see/pictures");
        var program = Path.Combine(folder, "program.txt");
        await File.WriteAllTextAsync(program, CodeBlock.ReadAll(RepositoryFiles.Root, Page).Single().ToStatements());
        var typed = lines.Select(line => line switch
        {
            "qwenvl fetch " + Checkpoint => $"mkdir -p models/{Path.GetDirectoryName(Checkpoint)} && mv models/demo models/{Checkpoint}",
            "cd see" => "cd see && cp ../program.txt Program.cs",
            _ => line.Replace("photo.jpg \"car\"", "samples/01-see/pictures/shapes.png \"red circle\"", StringComparison.Ordinal),
        }).ToList();
        Assert.Equal(3, lines.Except(typed).Count());

        await File.WriteAllTextAsync(
            Path.Combine(folder, "typed.sh"),
            $"""
            set -e
            export DOTNET_CLI_HOME="$PWD/home" PATH="$PWD/home/.dotnet/tools:$PATH" QWENVL_MODELS="$PWD/models"
            {string.Join('\n', typed)}

            """);
        var output = await DotnetCommand.RunProgramAsync("bash", folder, "typed.sh");

        Assert.Contains("All answers are right.", output, StringComparison.Ordinal);
        Assert.Matches(@"red circle \(\d+, \d+\) to \(\d+, \d+\)", output);
        Assert.True(new FileInfo(Path.Combine(folder, "see", "found.png")).Length > 1000);
    }

    [GeneratedRegex("^```sh\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();
}
