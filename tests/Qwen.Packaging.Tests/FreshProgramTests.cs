using System.Runtime.InteropServices;
using Qwen.Testing;

namespace Qwen.Packaging.Tests;

/// <summary>A stranger's program: made outside the repository from the packages, with the code of our pages in it.</summary>
public sealed class FreshProgramTests(Packages packages) : IDisposable
{
    // the other packages' pages show fragments, which their own suites hold against code that compiles
    private static readonly string[] Pages = ["README.md", "src/Qwen.VisionLanguage/README.md"];

    // as the page on devices says
    private static readonly string[] OneFile =
    [
        "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishSingleFile=true", "-p:IncludeNativeLibrariesForSelfExtract=true",
    ];

    // by the first a person keeps the native runtime's telemetry off; where it finds one of the others, it keeps silent by itself
    private static readonly string[] Quietening =
    [
        "-u", "ORT_DISABLE_TELEMETRY", "-u", "CI", "-u", "GITHUB_ACTIONS", "-u", "TF_BUILD", "-u", "BUILDKITE", "-u", "JENKINS_URL",
    ];

    private readonly FreshProject project = new(packages);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task The_code_of_the_pages_runs_from_the_packages()
    {
        var blocks = Pages.SelectMany(page => CodeBlock.ReadAll(RepositoryFiles.Root, page)).ToList();
        Assert.Equal(Pages, blocks.Select(b => b.Page).Distinct());

        var folder = project.Folder;
        project.WriteSources();
        project.WriteProject("fresh", "Qwen.SemanticKernel");
        foreach (var block in blocks)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{block.ClassName}.cs"), block.ToClass());
        var calls = blocks.Select(b => $"Console.WriteLine(\"== {b.ClassName}\");\nawait {b.ClassName}.RunAsync();");
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), string.Join('\n', calls) + "\nConsole.WriteLine(\"== end\");\n");
        await DotnetCommand.RunAsync(folder, "build", "-c", "Release", "-v", "q", "-o", "out");

        // for every desktop and server, and for nothing else
        var natives = new DirectoryInfo(Path.Combine(folder, "out", "runtimes")).GetFiles("*", SearchOption.AllDirectories);
        Assert.DoesNotContain(natives, file => file.Extension is ".pdb" or ".aar" or ".zip" or ".a");
        Assert.Contains(natives, file => file.Name == "onnxruntime.dll");
        Assert.InRange(natives.Sum(file => file.Length), 1, 400_000_000);
        var dependencies = await File.ReadAllTextAsync(Path.Combine(folder, "out", "fresh.deps.json"));
        Assert.DoesNotContain("libSkiaSharp.pdb", dependencies, StringComparison.Ordinal);

        // the pages speak as from the root of a checkout
        project.CopyFiles("models/demo");
        project.CopyFiles("samples/01-see/pictures");
        var home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        var program = Path.Combine("out", "fresh.dll");
        var output = OperatingSystem.IsWindows()
            ? await DotnetCommand.RunAsync(folder, program)
            : await DotnetCommand.RunProgramAsync("env", folder, [.. Quietening, $"HOME={home}", "dotnet", program]);

        // the native runtime keeps a device id and a queue of events there unless it is told not to
        Assert.False(Directory.Exists(Path.Combine(home, ".cache", "Microsoft")), "The native runtime's telemetry left files.");

        var sections = output.Split("== ", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. blocks.Select(b => b.ClassName), "end"], sections.Select(s => s[..s.IndexOfAny(['\r', '\n'])]));
        foreach (var (block, section) in blocks.Zip(sections))
            Assert.True(section.Trim().Length > block.ClassName.Length, $"Block {block.Number} of {block.Page} shows nothing:\n{output}");
        Assert.Contains("\"bbox_2d\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_in_one_file_stays_below_150_megabytes()
    {
        Assert.SkipUnless(RuntimeInformation.RuntimeIdentifier == "linux-x64", "The figure is that of Linux x64.");
        var folder = project.Folder;
        project.WriteSources();
        project.WriteProject("fresh", "Qwen.SemanticKernel");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Program.cs"), CodeBlock.ReadAll(RepositoryFiles.Root, "README.md").First().ToStatements());
        project.CopyFiles("models/demo");
        project.CopyFiles("samples/01-see/pictures");
        await DotnetCommand.RunAsync(folder, ["publish", "-v", "q", .. OneFile, "-o", "one"]);

        // the program and nothing beside it but what debuggers read
        var file = new FileInfo(Path.Combine(folder, "one", "fresh"));
        Assert.Equal(["fresh"], Directory.GetFiles(file.DirectoryName!)
            .Select(f => Path.GetFileName(f))
            .Where(f => !f.EndsWith(".pdb", StringComparison.Ordinal)));
        Assert.InRange(file.Length, 1, 150_000_000);
        var output = await DotnetCommand.RunProgramAsync(file.FullName, folder);
        Assert.Contains("\"bbox_2d\"", output, StringComparison.Ordinal);
        Assert.Contains(
            string.Join(' ', OneFile),
            await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "devices.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_installs_and_passes_its_own_test()
    {
        var folder = project.Folder;
        project.WriteSources();
        var tools = Path.Combine(folder, "tools");
        await DotnetCommand.RunAsync(
            folder, "tool", "install", Packages.Tool, "--version", project.VersionOf(Packages.Tool), "--tool-path", tools, "--configfile",
            "nuget.config");
        var command = Directory.GetFiles(tools, "qwenvl*").Single();
        var output = await DotnetCommand.RunProgramAsync(command, folder, "selftest", "--device", "cpu");
        Assert.Contains("All answers are right.", output, StringComparison.Ordinal);
    }
}
