using Microsoft.Extensions.Logging;
using Qwen.Cli.Serving;
using Qwen.Cli.Terminal;
using Spectre.Console;

namespace Qwen.Cli.Tests.Terminal;

/// <summary>What a stranger sends neither moves the cursor of whoever reads a log nor begins a line of its own there.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\nb\tc", "a\nb\tc", "a b c")]
    [InlineData("x\u001b[31m\u0007\u009b2J", "x�[31m��2J", "x�[31m��2J")]
    [InlineData("a\u2028b\u0085c\u202Ed", "a�b�c�d", "a b c�d")]
    [InlineData("Größe 红 😀", "Größe 红 😀", "Größe 红 😀")]
    public void Control_characters_are_shown_and_not_obeyed(string text, string plain, string line)
    {
        Assert.Equal(plain, PlainText.Of(text));
        Assert.Equal(line, PlainText.OnOneLine(text));
    }

    [Theory]
    [InlineData(LogLevel.Warning)]
    [InlineData(LogLevel.Error)]
    public void A_name_in_a_log_forges_no_line(LogLevel level)
    {
        const string name = "x\n02:00:00 forged \u001b[2J";
        var notes = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(notes), Ansi = AnsiSupport.No });
        terminal.Profile.Width = 4096;
        using var provider = new NoteLoggerProvider(new CliConsole(TextReader.Null, TextWriter.Null, terminal, Interactive: false));
        var error = new InvalidOperationException($"No tool '{name}'.", new ArgumentException(name));
        provider.CreateLogger("Anybody").Log(level, 0, $"\"{name}\" failed", error, (state, _) => state);
        var written = notes.ToString();
        Assert.Single(written.TrimEnd().Split('\n'));
        Assert.Contains("No tool 'x 02:00:00 forged �[2J'.", written, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', written);
    }

    [Fact]
    public async Task A_file_whose_name_is_an_escape_is_named_and_not_obeyed()
    {
        var run = await CommandRun.StartAsync(["watch", "no\u001b[2J such.mp4", "what"]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("such.mp4", run.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Notes);
    }
}
