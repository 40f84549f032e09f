using Qwen.Cli.Terminal;
using Spectre.Console;

namespace Qwen.Cli.Tests;

/// <summary>A command line that was run inside this process, as a pipe would see it.</summary>
/// <param name="ExitCode">What the process would hand back.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Notes">Standard error.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Notes)
{
    /// <summary>Runs the command line with what a person would type.</summary>
    public static async Task<CommandRun> StartAsync(
        IReadOnlyList<string> args, string input = "", InterruptSource? interrupts = null, TextWriter? output = null)
    {
        using var own = interrupts is null ? new InterruptSource() : null;
        output ??= new StringWriter();
        var notes = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(notes),
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        terminal.Profile.Width = 4096; // as wide as any line, so that words stay together
        var console = new CliConsole(new StringReader(input), output, terminal, Interactive: false);
        var exitCode = await QwenCommandLine.RunAsync(args, console, interrupts ?? own!);
        return new CommandRun(exitCode, output.ToString()!, notes.ToString());
    }
}
