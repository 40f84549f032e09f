using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen.Testing;

namespace Qwen.Packaging.Tests;

/// <summary>The container for contributors has what the repository asks of a machine, by the repository's own scripts.</summary>
public sealed partial class DevcontainerTests
{
    private static readonly JsonElement Container = Read(".devcontainer/devcontainer.json");

    [Fact]
    public void It_installs_through_scripts_that_are_there()
    {
        var commands = new[] { "onCreateCommand", "postCreateCommand" }.Select(name => Container.GetProperty(name).GetString()!);
        var files = commands.SelectMany(command => Files().Matches(command)).Select(match => match.Value).ToList();
        Assert.Contains("scripts/install-system-packages.sh", files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(RepositoryFiles.Root, file)), file));
    }

    [Fact]
    public void Its_sdk_is_the_one_that_is_asked_for()
    {
        var sdk = Read("global.json").GetProperty("sdk").GetProperty("version").GetString()!;
        var dotnet = Container.GetProperty("features")
            .EnumerateObject()
            .Single(feature => feature.Name.Contains("/dotnet:", StringComparison.Ordinal));
        Assert.StartsWith($"{dotnet.Value.GetProperty("version").GetString()}.", sdk, StringComparison.Ordinal);
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(
        File.ReadAllText(Path.Combine(RepositoryFiles.Root, file)),
        new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement;

    [GeneratedRegex(@"[\w./-]+\.(sh|sln)\b")]
    private static partial Regex Files();
}
