using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Cli.Tests;

/// <summary><c>qwenvl models</c>, and names in place of folders.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private readonly string owner = "Owner" + Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        var folder = Path.Combine(OwnModels.Folder, owner);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_model_is_asked_by_its_name_listed_and_removed()
    {
        Put("Demo");
        var asked = await CommandRun.StartAsync(["chat", $"{owner}/Demo", "Hello", "--max-tokens", "3", "--precision", "int8"]);
        Assert.True(asked.ExitCode == ExitCode.Ok, asked.Notes);

        var listed = await CommandRun.StartAsync(["models", "--json"]);
        var model = listed.Output.Split('\n').Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)
            .Single(line => line.GetProperty("name").GetString() == $"{owner}/Demo");
        Assert.Equal("int8", Assert.Single(model.GetProperty("forms").EnumerateArray()).GetProperty("name").GetString());
        Assert.Contains("int8", (await CommandRun.StartAsync(["models"])).Output, StringComparison.Ordinal);

        var kept = await CommandRun.StartAsync(["models", "rm", $"{owner}/Demo"], input: "n\n");
        Assert.Equal(ExitCode.Failure, kept.ExitCode);
        Assert.True(Directory.Exists(Path.Combine(OwnModels.Folder, owner, "Demo")));
        var form = await CommandRun.StartAsync(["models", "rm", $"{owner}/Demo", "--form", "int8"], input: "y\n");
        Assert.True(form.ExitCode == ExitCode.Ok, form.Notes);
        Assert.True(File.Exists(Path.Combine(OwnModels.Folder, owner, "Demo", "config.json")));
        var removed = await CommandRun.StartAsync(["models", "rm", $"{owner}/Demo", "--yes"]);
        Assert.True(removed.ExitCode == ExitCode.Ok, removed.Notes);
        Assert.False(Directory.Exists(Path.Combine(OwnModels.Folder, owner)));
    }

    [Fact]
    public async Task A_fine_tune_is_asked_as_it_was_trained_unless_another_profile_is_named()
    {
        Put("RolmOCR");
        string[] question = ["chat", $"{owner}/RolmOCR", "Hello", "--max-tokens", "3", "--precision", "int8"];
        Assert.Contains("Asked as rolmocr was trained to be", (await CommandRun.StartAsync(question)).Notes, StringComparison.Ordinal);
        var plain = await CommandRun.StartAsync([.. question, "--profile", "qwen"]);
        Assert.DoesNotContain("Asked as", plain.Notes, StringComparison.Ordinal);
        var unknown = await CommandRun.StartAsync([.. question, "--profile", "[bold]nobody"]);
        Assert.Equal(ExitCode.Failure, unknown.ExitCode);
        Assert.Contains("There is no profile '[bold]nobody'", unknown.Notes, StringComparison.Ordinal);

        Put("Some-Embedding-7B");
        var refused = await CommandRun.StartAsync(["chat", $"{owner}/Some-Embedding-7B", "Hello"]);
        Assert.Equal(ExitCode.Failure, refused.ExitCode);
        Assert.Contains("an embedder", refused.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_no_model_has_is_told_and_no_hub_is_asked()
    {
        var run = await CommandRun.StartAsync(
            ["locate", "car", Path.Combine(RepositoryFiles.DemoCheckpoint, "config.json"), "--model", $"{owner}/Absent"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains($"qwenvl fetch {owner}/Absent", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_nobody_used_for_long_is_told()
    {
        Put("Old");
        var form = Path.Combine(OwnModels.Folder, owner, "Old", ".qwenvl", "int8");
        Directory.CreateDirectory(form);
        File.WriteAllBytes(Path.Combine(form, "decoder.bin"), new byte[10]);
        Assert.DoesNotContain($"rm {owner}/Old --form", (await CommandRun.StartAsync(["models"])).Notes, StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(Path.Combine(form, "decoder.bin"), DateTime.UtcNow.AddDays(-100));
        Assert.Contains(
            $"qwenvl models rm {owner}/Old --form int8", (await CommandRun.StartAsync(["models"])).Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_removed()
    {
        var run = await CommandRun.StartAsync(["models", "rm", $"{owner}/Absent", "--yes"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("no model", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("/etc")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a/b/c")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[red]bold[/]")]
    [InlineData("a\0b")]
    public async Task What_is_no_name_removes_nothing_and_ends_in_a_sentence(string name)
    {
        Put("Kept");
        var run = await CommandRun.StartAsync(["models", "rm", name, "--yes"]);
        Assert.NotEqual(ExitCode.Ok, run.ExitCode);
        Assert.DoesNotContain("Unhandled", run.Notes, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(OwnModels.Folder, owner, "Kept", "config.json")));
    }

    [Fact]
    public async Task A_form_that_is_not_there_is_told_before_anybody_is_asked()
    {
        Put("Demo");
        var run = await CommandRun.StartAsync(["models", "rm", $"{owner}/Demo", "--form", "../../x"], input: "y\n");
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("it has none", run.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain("[y/N]", run.Notes, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(OwnModels.Folder, owner, "Demo", "config.json")));
    }

    private void Put(string name)
    {
        var target = Path.Combine(OwnModels.Folder, owner, name);
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(RepositoryFiles.DemoCheckpoint))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
