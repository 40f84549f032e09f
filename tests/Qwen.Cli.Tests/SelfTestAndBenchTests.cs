namespace Qwen.Cli.Tests;

/// <summary>The commands that look at the machine.</summary>
public sealed class SelfTestAndBenchTests
{
    [Fact]
    public async Task Selftest_answers_every_question_rightly()
    {
        var run = await CommandRun.StartAsync(["selftest", "--device", "cpu"]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Output + run.Notes);
        Assert.DoesNotContain("WRONG", run.Output, StringComparison.Ordinal);
        Assert.Contains("All answers are right.", run.Output, StringComparison.Ordinal);
        Assert.Contains("device        cpu ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_device_is_refused_with_the_names_there_are()
    {
        var run = await CommandRun.StartAsync(["selftest", "--device", "abacus"]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("abacus", run.Notes, StringComparison.Ordinal);
        Assert.Contains("cpu", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_measures_the_length_that_was_asked_for()
    {
        var run = await CommandRun.StartAsync(
            ["bench", "--device", "cpu", "--tokens", "64", "--new", "8", "--picture", "112", "--rounds", "1"]);
        Assert.True(run.ExitCode == ExitCode.Ok, run.Notes);
        Assert.Matches(@"prefill +[0-9.]+ tokens/s", run.Output);
        Assert.Matches(@"decode +[0-9.]+ tokens/s   8 tokens", run.Output);
        Assert.Matches(@"picture +[0-9.]+ s", run.Output);
    }
}
