using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using Qwen.Testing;

[assembly: AssemblyFixture(typeof(Qwen.Packaging.Tests.Packages))]

namespace Qwen.Packaging.Tests;

/// <summary>All packages of the repository, packed once into a temporary folder from what is built already.</summary>
public sealed class Packages : IAsyncLifetime
{
    /// <summary>Names of the library packages.</summary>
    public static readonly string[] Libraries =
    [
        "Qwen.Constraints", "Qwen.VisionLanguage", "Qwen.Extensions.AI", "Qwen.Perception", "Qwen.Videos", "Qwen.Videos.Index",
        "Qwen.Screens", "Qwen.Screens.Simulated", "Qwen.Screens.Browser", "Qwen.SemanticKernel", "Qwen.Orleans",
        "Qwen.Server",
    ];

    /// <summary>Name of the tool's package.</summary>
    public const string Tool = "Qwen.Cli";

    /// <summary>Name of the package that holds the tool for this machine.</summary>
    public static string ToolOfThisMachine { get; } = $"{Tool}.{RuntimeInformation.RuntimeIdentifier}";

    /// <summary>Folder of the packages; gone when the tests are over.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("qwenvl-packages-").FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // …/bin/Release/net10.0: what is packed is what was built with these tests
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (var project in Libraries)
        {
            await DotnetCommand.RunAsync(
                RepositoryFiles.Root, "pack", Path.Combine("src", project), "-c", configuration, "--no-build", "-v", "q", "-o", Folder);
        }

        // The tool is built for each platform that it is packed for: here only for this one. Packing restores for no platform in
        // particular, and so not the compiler that works ahead: on a machine that never had it, it has to be asked for.
        await DotnetCommand.RunAsync(
            RepositoryFiles.Root, "restore", Path.Combine("src", Tool), "-v", "q",
            "-p:PublishReadyToRun=true",
            $"-p:RuntimeIdentifier={RuntimeInformation.RuntimeIdentifier}");
        await DotnetCommand.RunAsync(
            RepositoryFiles.Root, "pack", Path.Combine("src", Tool), "-c", configuration, "-v", "q", "-o", Folder,
            $"-p:ToolPackageRuntimeIdentifiers={RuntimeInformation.RuntimeIdentifier}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The package file of that name.</summary>
    public string PathOf(string package, string extension = "nupkg")
        => Directory.GetFiles(Folder, $"{package}.*.{extension}").Single(f => char.IsAsciiDigit(Path.GetFileName(f)[package.Length + 1]));

    /// <summary>Names of the files in a package.</summary>
    public IReadOnlyList<string> FilesOf(string package, string extension = "nupkg")
    {
        using var archive = ZipFile.OpenRead(PathOf(package, extension));
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    /// <summary>A text file of a package.</summary>
    public string ReadText(string package, string file)
    {
        using var archive = ZipFile.OpenRead(PathOf(package));
        using var reader = new StreamReader(archive.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>What a package says about itself.</summary>
    public XElement MetadataOf(string package)
        => XDocument.Parse(ReadText(package, $"{package}.nuspec")).Root!.Elements().Single(e => e.Name.LocalName == "metadata");

    /// <summary>Dependencies of a package: name to version range.</summary>
    public IReadOnlyDictionary<string, string> DependenciesOf(string package)
        => MetadataOf(package).Descendants().Where(e => e.Name.LocalName == "dependency")
            .ToDictionary(e => e.Attribute("id")!.Value, e => e.Attribute("version")!.Value);
}
