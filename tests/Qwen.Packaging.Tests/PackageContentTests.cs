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
    public void The_tool_brings_its_command_the_demo_model_and_desktop_natives()
    {
        var files = packages.FilesOf(Packages.Tool);
        Assert.Contains("Name=\"qwenvl\"", packages.ReadText(Packages.Tool, "tools/net10.0/any/DotnetToolSettings.xml"), StringComparison.Ordinal);
        Assert.Contains("tools/net10.0/any/models/demo/model.safetensors", files);
        Assert.Single(files, f => f.EndsWith("model.safetensors", StringComparison.Ordinal));
        foreach (var native in new[] { "linux-x64/native/libonnxruntime.so", "linux-x64/native/libSkiaSharp.so", "win-x64/native/onnxruntime.dll" })
            Assert.Contains($"tools/net10.0/any/runtimes/{native}", files);
        foreach (var unwanted in new[] { "/ios/", "/android/", "SkiaSharp.pdb" })
            Assert.DoesNotContain(files, f => f.Contains(unwanted, StringComparison.Ordinal));
        Assert.Contains("tools/net10.0/any/qwenvl.pdb", packages.FilesOf(Packages.Tool, "snupkg"));
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
            Assert.DoesNotContain(packages.DependenciesOf(package).Keys, d => d.StartsWith("Microsoft.SemanticKernel", StringComparison.Ordinal));
        foreach (var package in Packages.Libraries.Where(package => package != "Qwen.Videos.Index"))
            Assert.DoesNotContain("Microsoft.Data.Sqlite", packages.DependenciesOf(package).Keys);
        foreach (var package in Packages.Libraries.Where(package => package != "Qwen.Screens.Browser"))
            Assert.DoesNotContain("Microsoft.Playwright", packages.DependenciesOf(package).Keys);
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
        Assert.True(metadata["tags"].Single().Split(' ').Length >= 5, "A package is found by its tags: what it is about, and what it alone does.");
        Assert.Equal("icon.png", metadata["icon"].Single());
        Assert.Contains("icon.png", packages.FilesOf(package));
        Assert.Contains("CHANGELOG.md", metadata["releaseNotes"].Single(), StringComparison.Ordinal);
        Assert.StartsWith("# Changes", packages.ReadText(package, "CHANGELOG.md"), StringComparison.Ordinal);
        Assert.True(packages.ReadText(package, "README.md").Length > 400, "The package's page must say what it is and how it is used.");
    }
}
