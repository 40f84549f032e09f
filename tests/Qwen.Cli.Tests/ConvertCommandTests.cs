using Qwen.Testing;

namespace Qwen.Cli.Tests;

/// <summary><c>qwenvl convert</c> and its <c>--verify</c>.</summary>
public sealed class ConvertCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-convert-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Verify_tells_whole_forms_from_damaged_ones_and_changes_nothing()
    {
        var none = await VerifyAsync();
        Assert.Equal(ExitCode.Failure, none.ExitCode);
        Assert.Contains("not converted yet", none.Notes, StringComparison.Ordinal);

        var converted = await CommandRun.StartAsync(
            ["convert", RepositoryFiles.DemoCheckpoint, "--out", folder, "--precision", "int8", "--device", "cpu"]);
        Assert.True(converted.ExitCode == ExitCode.Ok, converted.Notes);
        var whole = await VerifyAsync();
        Assert.True(whole.ExitCode == ExitCode.Ok, whole.Notes);
        Assert.Contains("as it was written", whole.Output, StringComparison.Ordinal);

        var path = Directory.GetFiles(Path.Combine(folder, "int8")).First(file => new FileInfo(file).Length > 100_000);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[50_000] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var damaged = await VerifyAsync();
        Assert.Equal(ExitCode.Failure, damaged.ExitCode);
        Assert.Contains($"{Path.GetFileName(path)} is damaged in the megabyte from byte 0 on", damaged.Output, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        // the next load makes it anew
        await CommandRun.StartAsync(["convert", RepositoryFiles.DemoCheckpoint, "--out", folder, "--precision", "int8", "--device", "cpu"]);
        Assert.Equal(ExitCode.Ok, (await VerifyAsync()).ExitCode);

        File.WriteAllText(Path.Combine(folder, "int8", "manifest.json"), "{");
        var lost = await VerifyAsync();
        Assert.Equal(ExitCode.Failure, lost.ExitCode);
        Assert.Contains("manifest.json", lost.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_converted_elsewhere_is_found_by_the_other_commands()
    {
        var elsewhere = Path.Combine(folder, "elsewhere");
        string[] form = ["--precision", "int4", "--device", "native-cpu"];
        var converted = await CommandRun.StartAsync(["convert", RepositoryFiles.DemoCheckpoint, "--out", elsewhere, .. form]);
        Assert.Equal(elsewhere, converted.Output.Trim());
        Assert.Contains($"--converted {elsewhere}", converted.Notes, StringComparison.Ordinal);
        string[] chat = ["chat", RepositoryFiles.DemoCheckpoint, "--max-tokens", "4", "--converted", elsewhere, .. form, "Hello"];
        var asked = await CommandRun.StartAsync(chat);
        Assert.True(asked.ExitCode == ExitCode.Ok, asked.Notes);
        Assert.DoesNotContain("Converting", asked.Notes, StringComparison.Ordinal);
        var two = await CommandRun.StartAsync(["serve", "a=models/demo", "b=models/demo", "--converted", elsewhere]);
        Assert.Equal(ExitCode.Failure, two.ExitCode);
        Assert.Contains("QWENVL_CONVERTED", two.Notes, StringComparison.Ordinal);
    }

    /// <summary>As processes of their own, whose environment is theirs.</summary>
    [Fact]
    public async Task A_folder_for_all_models_is_named_by_the_environment_and_no_form_lands_where_the_command_happens_to_run()
    {
        var model = Path.Combine(folder, "model");
        Directory.CreateDirectory(model);
        foreach (var file in Directory.GetFiles(RepositoryFiles.DemoCheckpoint))
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(model, ".qwenvl"), "No folder can be made here.");
        var here = Directory.CreateDirectory(Path.Combine(folder, "here")).FullName;
        var all = Path.Combine(folder, "all");
        string[] form = ["--precision", "int4", "--device", "native-cpu"];

        var converted = await ChildRun.StartAsync(["convert", model, .. form], here, ("QWENVL_CONVERTED", all));
        Assert.True(converted.ExitCode == ExitCode.Ok, converted.Notes);
        Assert.Equal(Assert.Single(Directory.GetDirectories(all)), converted.Output.Trim());
        var asked = await ChildRun.StartAsync(["chat", model, "--max-tokens", "4", .. form, "Hello"], here, ("QWENVL_CONVERTED", all));
        Assert.True(asked.ExitCode == ExitCode.Ok, asked.Notes);
        Assert.DoesNotContain("Converting", asked.Notes, StringComparison.Ordinal);

        // a home that is no full path is none
        var homeless = await ChildRun.StartAsync(
            ["convert", model, .. form], here, ("HOME", "nowhere"), ("XDG_DATA_HOME", ""), ("LOCALAPPDATA", ""));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(ExitCode.Failure, homeless.ExitCode);
            Assert.Contains("QWENVL_CONVERTED", homeless.Notes, StringComparison.Ordinal);
            Assert.Contains("(--out)", homeless.Notes, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFileSystemEntries(here));
    }

    [Fact]
    public async Task A_form_for_GenAI_is_written_and_its_limits_are_told()
    {
        var target = Path.Combine(folder, "model");
        string[] arguments = ["convert", RepositoryFiles.DemoCheckpoint, "--for", "genai", "--out", target, "--precision", "int8"];
        var written = await CommandRun.StartAsync(arguments);
        Assert.True(written.ExitCode == ExitCode.Ok, written.Notes);
        Assert.Equal(target, written.Output.Trim());
        Assert.Contains("No videos", written.Notes, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(target, "genai_config.json")));

        var both = await CommandRun.StartAsync([.. arguments, "--verify"]);
        Assert.Equal(ExitCode.Failure, both.ExitCode);
        Assert.Contains("name one of them", both.Notes, StringComparison.Ordinal);
        var foreign = await CommandRun.StartAsync(["convert", RepositoryFiles.DemoCheckpoint, "--for", "genai", "--out", folder]);
        Assert.Equal(ExitCode.Failure, foreign.ExitCode);
        Assert.Contains("not empty", foreign.Notes, StringComparison.Ordinal);
        Assert.NotEqual(
            ExitCode.Ok, (await CommandRun.StartAsync(["convert", RepositoryFiles.DemoCheckpoint, "--for", "ollama"])).ExitCode);
    }

    private Task<CommandRun> VerifyAsync() =>
        CommandRun.StartAsync(["convert", RepositoryFiles.DemoCheckpoint, "--verify", "--out", folder]);
}
