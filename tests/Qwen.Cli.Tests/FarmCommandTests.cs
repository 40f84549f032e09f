using Qwen.Cli.Farm;
using Qwen.Orleans;

namespace Qwen.Cli.Tests;

/// <summary>What the commands about jobs take, and how they refuse.</summary>
public sealed class FarmCommandTests
{
    [Theory]
    [InlineData("--cluster", "job", "list")]
    [InlineData("--cluster", "farm", "join")]
    [InlineData("'extract' needs --schema", "job", "start", "extract", "/scans")]
    [InlineData("'count' needs --what", "job", "start", "count", "/scans")]
    [InlineData(
        "The cluster cannot be joined", "job", "list", "--cluster", "Host=127.0.0.1;Port=1;Database=none;Username=nobody;Timeout=5")]
    [InlineData("There is no folder 'nowhere'", "farm", "join", "--files", "nowhere")]
    [InlineData("which of its models answers", "farm", "join", "--server", "http://127.0.0.1:1/v1", "--cluster", "Host=127.0.0.1")]
    [InlineData(
        "The key of --server cannot be read", "farm", "join", "qwen", "--server", "http://127.0.0.1:1/v1", "--cluster", "Host=127.0.0.1",
        "--server-key-file", "nowhere")]
    public async Task What_cannot_be_is_said_in_a_sentence(string sentence, params string[] words)
    {
        var run = await CommandRun.StartAsync(words);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains(sentence, run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu:8000")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task What_is_no_address_of_a_server_is_said_at_once(string address)
    {
        var run = await CommandRun.StartAsync(["farm", "join", "qwen", "--server", address]);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--server", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/scans", "/scans/*")]
    [InlineData("/scans/*.pdf", "/scans/*.pdf")]
    [InlineData("/scans/**/*.png", "/scans/**/*.png")]
    [InlineData("*.png", "./*.png")]
    [InlineData("/scans/list.jsonl", "/scans/list.jsonl")]
    public void A_source_is_a_folder_with_a_pattern_or_a_file_of_lines(string given, string read) =>
        Assert.Equal(read, JobOrder.ReadSource(given).ToString().Replace('\\', '/'));

    [Fact]
    public void A_job_is_told_in_words()
    {
        var job = new JobProgress
        {
            Id = "7", Name = "scans", Status = JobStatus.Running, Read = 90, Done = 40, SetAside = 2, Running = 8, Silos = 3,
            ReadToEnd = true, ItemsPerSecond = 2,
            TimeLeft = TimeSpan.FromSeconds(24), Causes = new Dictionary<string, long> { ["It is no picture."] = 2 },
        };
        Assert.Equal(
            "7  scans: running\n  40 of 90 done, 2 set aside, 8 being worked on by 3 silos\n"
            + "  2 items a second, 0:00:24 left\n  2 x It is no picture.",
            JobText.Describe(job));
    }
}
