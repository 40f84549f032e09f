using System.Text.Json;
using Qwen.Screens;

namespace Qwen.Cli.Tests.Screens;

public sealed class PhoneCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-phone").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("phone", "360×640 of simulated phone, app.launcher in the foreground")]
    [InlineData("screen", "of simulated desktop, desktop in the foreground")]
    public async Task See_writes_a_picture(string command, string said)
    {
        var path = Path.Combine(folder, "seen.png");
        var run = await CommandRun.StartAsync([command, "see", "--out", path]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))[..4]);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Do_carries_out_what_can_be_taken_back_and_records_it()
    {
        var record = Path.Combine(folder, "episode");
        var audit = Path.Combine(folder, "audit.jsonl");
        var run = await CommandRun.StartAsync(
            [
                "phone", "do", "Open Notes. Press Home.", "--approve", "all-reversible", "--record", record, "--audit", audit, "--device",
                "cpu"
            ]);
        Assert.Equal("Succeeded: All instructions were carried out.", run.Output.Trim());
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("open \"Notes\"", run.Notes, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(record, Episode.PageName)));

        // each of the two actions is on record before it is done, and once more with what became of it
        var records = await File.ReadAllLinesAsync(audit, TestContext.Current.CancellationToken);
        Assert.Equal(
            ["BEGUN", "PERFORMED", "BEGUN", "PERFORMED"],
            records.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString()!.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("deny")]
    public async Task Where_nobody_can_answer_nothing_is_changed(string approve)
    {
        var run = await CommandRun.StartAsync(["phone", "do", "Open Notes.", "--approve", approve, "--device", "cpu"], input: "y\n");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Refused: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_prints_a_row_for_each_task_and_the_total()
    {
        var run = await CommandRun.StartAsync(["screens", "bench", "--task", "notes-unicode", "--device", "cpu"]);
        Assert.True(run.ExitCode == 0, run.Notes);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("notes-unicode", lines[1], StringComparison.Ordinal);
        Assert.Contains("of 1 tasks solved", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phone", "do", "x", "--approve", "yes")]
    [InlineData("phone", "do")]
    [InlineData("phone", "do", "x", "--form", "long")]
    [InlineData("screens", "bench", "--steps", "0")]
    public async Task A_wrong_command_line_is_refused(params string[] args) =>
        Assert.Equal(2, (await CommandRun.StartAsync(args)).ExitCode);

    [Fact]
    public async Task A_task_that_is_not_there_is_said()
    {
        var run = await CommandRun.StartAsync(["screens", "bench", "--task", "fly"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No task is named so", run.Notes, StringComparison.Ordinal);
    }
}
