using System.Runtime.InteropServices;

namespace Qwen.Packaging.Tests;

/// <summary>What lies in the packages and what they depend on.</summary>
public sealed class PackageContentTests(Packages packages)
{
    [Theory]
    [InlineData("Qwen.Constraints")]
    [InlineData("Qwen.VisionLanguage")]
    [InlineData("Qwen.Extensions.AI")]
    [InlineData("Qwen.Perception")]
    [InlineData("Qwen.Videos")]
    [InlineData("Qwen.Videos.Index")]
    [InlineData("Qwen.Screens")]
    [InlineData("Qwen.Screens.Browser")]
    [InlineData("Qwen.Screens.Simulated")]
    [InlineData("Qwen.SemanticKernel")]
    [InlineData("Qwen.Orleans")]
    [InlineData("Qwen.Server")]
    public void A_library_brings_code_documentation_readme_and_symbols(string package)
    {
        Assert.Equal(
            [$"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml"],
            packages.FilesOf(package).Where(f => f.StartsWith("lib/", StringComparison.Ordinal)).Order());
        Assert.Contains($"lib/net10.0/{package}.pdb", packages.FilesOf(package, "snupkg"));
        AssertDescribed(package);
    }

    [Fact]
    public void The_tool_brings_its_command_the_demo_model_and_this_machines_natives()
    {
        var machine = RuntimeInformation.RuntimeIdentifier;
        var folder = $"tools/net10.0/{machine}";
        var files = packages.FilesOf(Packages.ToolOfThisMachine);
        Assert.Contains(
            "Name=\"qwenvl\"", packages.ReadText(Packages.ToolOfThisMachine, $"{folder}/DotnetToolSettings.xml"), StringComparison.Ordinal);
        Assert.Contains($"{folder}/models/demo/model.safetensors", files);
        Assert.Single(files, f => f.EndsWith("model.safetensors", StringComparison.Ordinal));
        Assert.Single(files, f => f.Contains("libSkiaSharp.", StringComparison.Ordinal));
        Assert.DoesNotContain(
            files, f => f.Contains("/runtimes/", StringComparison.Ordinal) || f.EndsWith("SkiaSharp.pdb", StringComparison.Ordinal));
        Assert.InRange(new FileInfo(packages.PathOf(Packages.ToolOfThisMachine)).Length, 1, 60_000_000);
        Assert.Contains($"{folder}/qwenvl.pdb", packages.FilesOf(Packages.ToolOfThisMachine, "snupkg"));
    }

    [Fact]
    public void The_tool_leads_to_the_package_of_each_platform()
    {
        var settings = packages.ReadText(Packages.Tool, "tools/any/any/DotnetToolSettings.xml");
        Assert.Contains($"Id=\"{Packages.ToolOfThisMachine}\"", settings, StringComparison.Ordinal);
        Assert.True(new FileInfo(packages.PathOf(Packages.Tool)).Length < 1_000_000);
        AssertDescribed(Packages.Tool);
    }

    [Fact]
    public void Libraries_depend_on_each_other_in_one_line()
    {
        var version = packages.MetadataOf("Qwen.VisionLanguage").Elements().Single(e => e.Name.LocalName == "version").Value;
        Assert.Empty(packages.DependenciesOf("Qwen.Constraints"));
        Assert.Equal(version, packages.DependenciesOf("Qwen.VisionLanguage")["Qwen.Constraints"]);
        Assert.Equal(version, packages.DependenciesOf("Qwen.Extensions.AI")["Qwen.VisionLanguage"]);
        Assert.Equal(version, packages.DependenciesOf("Qwen.Perception")["Qwen.Extensions.AI"]);
        Assert.Equal(version, packages.DependenciesOf("Qwen.SemanticKernel")["Qwen.Perception"]);
        foreach (var package in Packages.Libraries.Where(package => package != "Qwen.SemanticKernel"))
            Assert.DoesNotContain(
                packages.DependenciesOf(package).Keys, d => d.StartsWith("Microsoft.SemanticKernel", StringComparison.Ordinal));
        foreach (var package in Packages.Libraries.Where(package => package != "Qwen.Videos.Index"))
            Assert.DoesNotContain("Microsoft.Data.Sqlite", packages.DependenciesOf(package).Keys);
        foreach (var package in Packages.Libraries.Where(package => package != "Qwen.Screens.Browser"))
            Assert.DoesNotContain("Microsoft.Playwright", packages.DependenciesOf(package).Keys);
        foreach (var package in Packages.Libraries.Where(package => package != "Qwen.Orleans"))
            Assert.DoesNotContain("Npgsql", packages.DependenciesOf(package).Keys);
        Assert.DoesNotContain("Qwen.Extensions.AI", packages.DependenciesOf("Qwen.VisionLanguage").Keys);
    }

    [Fact]
    public void Natives_come_along_and_leave_room_for_another_device()
    {
        // DirectML's last native pairs with 1.24: a higher floor anywhere in the chain would shut it out
        var model = packages.DependenciesOf("Qwen.VisionLanguage");
        Assert.Equal("1.24.0", model["Microsoft.ML.OnnxRuntime.Managed"]);
        Assert.Equal("1.24.0", model["Microsoft.ML.OnnxRuntime"]);
        Assert.Contains("SkiaSharp.NativeAssets.Linux.NoDependencies", model.Keys);
        foreach (var package in Packages.Libraries)
        {
            var dependencies = packages.DependenciesOf(package);
            if (package != "Qwen.VisionLanguage")
                Assert.DoesNotContain(dependencies.Keys, d => d.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_two_packages_describe_themselves_alike()
    {
        var told = Packages.Libraries.Append(Packages.Tool)
            .Select(package => packages.MetadataOf(package).Elements().ToLookup(e => e.Name.LocalName, e => e.Value))
            .ToList();
        Assert.Distinct(told.Select(metadata => metadata["description"].Single()));
        Assert.Distinct(told.Select(metadata => metadata["tags"].Single()));
    }

    private void AssertDescribed(string package)
    {
        var metadata = packages.MetadataOf(package).Elements().ToLookup(e => e.Name.LocalName, e => e.Value);
        Assert.Equal("Apache-2.0", metadata["license"].Single());
        Assert.Equal("README.md", metadata["readme"].Single());
        Assert.NotEmpty(metadata["description"].Single());
        Assert.True(
            metadata["tags"].Single().Split(' ').Length >= 5, "A package is found by its tags: what it is about, and what it alone does.");
        Assert.Equal("icon.png", metadata["icon"].Single());
        Assert.Contains("icon.png", packages.FilesOf(package));
        Assert.Contains("CHANGELOG.md", metadata["releaseNotes"].Single(), StringComparison.Ordinal);
        Assert.StartsWith("# Changes", packages.ReadText(package, "CHANGELOG.md"), StringComparison.Ordinal);
        Assert.True(packages.ReadText(package, "README.md").Length > 400, "The package's page must say what it is and how it is used.");
    }
}
