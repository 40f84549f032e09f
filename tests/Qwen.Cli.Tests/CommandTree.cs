using System.CommandLine;
using Qwen.Cli.Terminal;
using Spectre.Console;

namespace Qwen.Cli.Tests;

/// <summary>Every command there is, found by walking and not by a list, so that a new one cannot be forgotten.</summary>
internal static class CommandTree
{
    /// <summary>Every command that does something, with the words that lead to it.</summary>
    public static IEnumerable<(string[] Path, Command Command)> Leaves() =>
        All().Where(found => found.Command.Action is not null);

    /// <summary>Every command, groups too.</summary>
    public static IEnumerable<(string[] Path, Command Command)> All()
    {
        using var interrupts = new InterruptSource();
        var console = new CliConsole(TextReader.Null, TextWriter.Null, AnsiConsole.Create(new AnsiConsoleSettings()), Interactive: false);
        return [.. Walk([], QwenCommandLine.CreateRoot(console, interrupts))];
    }

    /// <summary>A command line that is right as far as it can be told before anything runs.</summary>
    public static IEnumerable<string> Complete(string[] path, Command command)
    {
        var required = command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0);
        string[] wanted = command.Name == "extract" ? ["--field", "total"] : []; // it has to be told what to read
        return [.. path, .. required.Select(argument => $"some-{argument.Name}"), .. wanted];
    }

    private static IEnumerable<(string[] Path, Command Command)> Walk(string[] path, Command command) =>
        command.Subcommands.SelectMany(below => Walk([.. path, below.Name], below)).Prepend((path, command));
}
