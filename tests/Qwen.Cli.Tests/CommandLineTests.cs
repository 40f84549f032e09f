namespace Qwen.Cli.Tests;

/// <summary>What the command line takes, what it teaches, and how it refuses.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("fetch")]
    [InlineData("convert")]
    [InlineData("chat")]
    [InlineData("locate")]
    [InlineData("point")]
    [InlineData("count")]
    [InlineData("recognise")]
    [InlineData("read")]
    [InlineData("extract")]
    [InlineData("parse")]
    [InlineData("evaluate")]
    [InlineData("bench")]
    [InlineData("selftest")]
    [InlineData("watch")]
    [InlineData("find-event")]
    [InlineData("mcp")]
    [InlineData("farm")]
    [InlineData("job")]
    public async Task Help_of_every_command_teaches_by_example(string command)
    {
        var run = await CommandRun.StartAsync([command, "--help"]);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"  qwenvl {command}", run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var run = await CommandRun.StartAsync(["--help"]);
        Assert.Equal(ExitCode.Ok, run.ExitCode);
        string[] commands =
        [
            "fetch", "convert", "chat", "locate", "point", "count", "recognise", "read", "extract", "parse", "evaluate", "mcp", "bench",
            "selftest",
        ];
        foreach (var command in commands)
            Assert.Contains($"  {command}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("dance")]
    [InlineData("fetch")]
    [InlineData("chat", "--nonsense")]
    [InlineData("chat", "--precision", "int3")]
    [InlineData("chat", "--max-tokens", "many")]
    [InlineData("bench", "--rounds", "0")]
    [InlineData("locate", "red circle")]
    [InlineData("locate", "red circle", "a.png", "b.png", "--draw", "one.png")]
    [InlineData("locate", "red circle", "a.png", "--draw", "drawn.jpg")]
    [InlineData("locate", "red circle", "a.png", "--draw", "./a.png")]
    [InlineData("locate", "red circle", "a.png", "--max-pixels", "100")]
    [InlineData("count", "red circles", "a.png", "--draw", "one.png")]
    [InlineData("read", "a.png", "--draw", "one.png")]
    [InlineData("read", "a.png", "--lines", "--table", "csv")]
    [InlineData("read", "a.png", "--table", "xml")]
    [InlineData("recognise", "a.png", "--draw", "one.png")]
    [InlineData("extract", "a.png")]
    [InlineData("extract", "a.png", "--field", "total", "--schema", "schema.json")]
    [InlineData("parse", "a.png", "--to", "word")]
    [InlineData("parse", "a.pdf", "b.pdf", "-o", "one.md")]
    public async Task A_wrong_command_line_is_a_usage_error(params string[] args)
    {
        var run = await CommandRun.StartAsync(args);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--help", run.Notes, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("chat", "/no/such/folder", "Hello")]
    [InlineData("chat", "/no/such/folder")]
    [InlineData("evaluate", "/no/such/folder")]
    [InlineData("convert", "/no/such/folder")]
    public async Task A_missing_folder_fails_with_one_sentence(params string[] args)
    {
        var run = await CommandRun.StartAsync(args);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("/no/such/folder", run.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_where_an_error_came_from()
    {
        var run = await CommandRun.StartAsync(["evaluate", "/no/such/folder", "--verbose"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("   at ", run.Notes, StringComparison.Ordinal);
    }
}
