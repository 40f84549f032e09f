using System.Xml.Linq;
using Qwen.Testing;

namespace Qwen.Packaging.Tests;

/// <summary>
/// A folder outside the repository with a program of a stranger, who has our packages and nothing else of us. Gone when disposed.
/// </summary>
/// <param name="packages">The packages.</param>
internal sealed class FreshProject(Packages packages) : IDisposable
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("qwenvl-fresh-").FullName;

    /// <summary>Deletes the folder.</summary>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    // The packages' folder comes on top of the machine's own sources. What was unpacked on this machine before is used where it
    // lies; only our packages are unpacked, and into a folder that goes with the test.
    /// <summary>Says where packages come from.</summary>
    public void WriteSources() => new XDocument(
        new XElement(
            "configuration",
            new XElement("config", Entry("globalPackagesFolder", Path.Combine(Folder, "packages"))),
            new XElement("packageSources", Entry("packed", packages.Folder)),
            new XElement("fallbackPackageFolders", Entry("machine", MachinePackages()))))
        .Save(Path.Combine(Folder, "nuget.config"));

    /// <summary>A console program over one package and nothing else: it brings the native libraries it needs.</summary>
    /// <param name="name">Of the program.</param>
    /// <param name="package">The package.</param>
    /// <param name="properties">More about the build.</param>
    public void WriteProject(string name, string package, params IEnumerable<(string Name, string Value)> properties) => new XDocument(
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("AssemblyName", name),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                properties.Select(property => new XElement(property.Name, property.Value))),
            new XElement(
                "ItemGroup",
                new XElement("PackageReference", new XAttribute("Include", package), new XAttribute("Version", VersionOf(package))))))
        .Save(Path.Combine(Folder, $"{name}.csproj"));

    /// <summary>Copies the files of a folder of the repository to the same place here.</summary>
    public void CopyFiles(string relative)
    {
        var target = Directory.CreateDirectory(Path.Combine(Folder, relative)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryFiles.Root, relative)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    /// <summary>Version of one of our packages.</summary>
    public string VersionOf(string package) => packages.MetadataOf(package).Elements().Single(e => e.Name.LocalName == "version").Value;

    private static string MachinePackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static XElement Entry(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
}
