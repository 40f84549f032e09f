using System.Runtime.InteropServices;
using System.Xml.Linq;
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

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-fresh-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_code_of_the_pages_runs_from_the_packages()
    {
        var blocks = Pages.SelectMany(page => CodeBlock.ReadAll(RepositoryFiles.Root, page)).ToList();
        Assert.Equal(Pages, blocks.Select(b => b.Page).Distinct());

        WriteSources();
        WriteProject();
        foreach (var block in blocks)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{block.ClassName}.cs"), block.ToClass());
        var calls = blocks.Select(b => $"Console.WriteLine(\"== {b.ClassName}\");\nawait {b.ClassName}.RunAsync();");
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), string.Join('\n', calls) + "\nConsole.WriteLine(\"== end\");\n");
        await DotnetCommand.RunAsync(folder, "build", "-c", "Release", "-v", "q", "-o", "out");

        // the pages speak as from the root of a checkout
        CopyFiles("models/demo");
        CopyFiles("samples/01-see/pictures");
        var home = Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        var program = Path.Combine("out", "fresh.dll");
        var output = OperatingSystem.IsWindows()
            ? await DotnetCommand.RunAsync(folder, program)
            : await DotnetCommand.RunProgramAsync("env", folder, "-u", "ORT_DISABLE_TELEMETRY", $"HOME={home}", "dotnet", program);

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
        WriteSources();
        WriteProject();
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), CodeBlock.ReadAll(RepositoryFiles.Root, "README.md").First().ToStatements());
        CopyFiles("models/demo");
        CopyFiles("samples/01-see/pictures");
        await DotnetCommand.RunAsync(folder, ["publish", "-v", "q", .. OneFile, "-o", "one"]);

        // the program and nothing beside it but what debuggers read
        var file = new FileInfo(Path.Combine(folder, "one", "fresh"));
        Assert.Equal(["fresh"], Directory.GetFiles(file.DirectoryName!).Select(f => Path.GetFileName(f)).Where(f => !f.EndsWith(".pdb", StringComparison.Ordinal)));
        Assert.InRange(file.Length, 1, 150_000_000);
        var output = await DotnetCommand.RunProgramAsync(file.FullName, folder);
        Assert.Contains("\"bbox_2d\"", output, StringComparison.Ordinal);
        Assert.Contains(string.Join(' ', OneFile), await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "devices.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_installs_and_passes_its_own_test()
    {
        WriteSources();
        var tools = Path.Combine(folder, "tools");
        await DotnetCommand.RunAsync(
            folder, "tool", "install", Packages.Tool, "--version", VersionOf(Packages.Tool), "--tool-path", tools, "--configfile", "nuget.config");
        var command = Directory.GetFiles(tools, "qwenvl*").Single();
        var output = await DotnetCommand.RunProgramAsync(command, folder, "selftest", "--device", "cpu");
        Assert.Contains("All answers are right.", output, StringComparison.Ordinal);
    }

    // The packages' folder comes on top of the machine's own sources. What was unpacked on this machine before is used where it
    // lies; only our packages are unpacked, and into a folder that goes with the test.
    private void WriteSources() => new XDocument(
        new XElement(
            "configuration",
            new XElement("config", Entry("globalPackagesFolder", Path.Combine(folder, "packages"))),
            new XElement("packageSources", Entry("packed", packages.Folder)),
            new XElement("fallbackPackageFolders", Entry("machine", MachinePackages()))))
        .Save(Path.Combine(folder, "nuget.config"));

    // one package and nothing else: it brings the native libraries it needs
    private void WriteProject() => new XDocument(
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("AssemblyName", "fresh"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable")),
            new XElement(
                "ItemGroup",
                Reference("Qwen.SemanticKernel", VersionOf("Qwen.SemanticKernel")))))
        .Save(Path.Combine(folder, "fresh.csproj"));

    private void CopyFiles(string relative)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, relative)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryFiles.Root, relative)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    private string VersionOf(string package) => packages.MetadataOf(package).Elements().Single(e => e.Name.LocalName == "version").Value;

    private static string MachinePackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static XElement Entry(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private static XElement Reference(string package, string version)
        => new("PackageReference", new XAttribute("Include", package), new XAttribute("Version", version));
}
