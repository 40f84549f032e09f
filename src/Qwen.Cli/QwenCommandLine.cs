using System.CommandLine;
using System.CommandLine.Help;
using Qwen.Cli.Commands;
using Qwen.Cli.Terminal;
using Qwen.Screens;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage;

namespace Qwen.Cli;

/// <summary>The <c>qwenvl</c> command: all its subcommands, and what its errors look like.</summary>
internal static class QwenCommandLine
{
    private const string VerboseOption = "--verbose";

    /// <summary>Runs one command line and returns the process's exit code (see <see cref="ExitCode"/>).</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliConsole console, InterruptSource interrupts)
    {
        var root = CreateRoot(console, interrupts);
        var parsed = root.Parse(args);
        if (UsageMistakes.Find(parsed, args) is { Count: > 0 } mistakes && parsed.Action is not ExamplesHelpAction)
        {
            foreach (var mistake in mistakes)
                console.Fail(mistake);
            console.Note($"'{UsageMistakes.PathOf(parsed.CommandResult)} --help' shows what it takes.");
            return ExitCode.Usage;
        }

        console.Words.Use(parsed.CommandResult);
        using var piece = interrupts.Begin();
        try
        {
            // signals are ours (an answer is interrupted, not the process), and so are errors
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = console.Out,
                Error = console.Notes.Profile.Out.Writer,
            };
            return await parsed.InvokeAsync(configuration, piece.Token);
        }
        catch (OperationCanceledException)
        {
            console.Note("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            console.Fail(Describe(error));
            if (parsed.GetValue<bool>(VerboseOption))
                console.Note(error.ToString());
            else if (error is not QwenException)
                console.Note("--verbose shows where this came from.");
            return ExitCode.Failure;
        }
    }

    /// <summary>All commands, as they are before a line is read.</summary>
    internal static RootCommand CreateRoot(CliConsole console, InterruptSource interrupts)
    {
        var verbose = new Option<bool>(VerboseOption) { Description = "Show where an error came from.", Recursive = true };
        var root = new RootCommand(
            "A local Qwen2.5-VL: fetch it, talk with it about pictures and videos, have it find, count, read and parse what they show.")
        {
            verbose,
            FetchCommand.Create(console),
            ModelsCommand.Create(console),
            ConvertCommand.Create(console),
            ChatCommand.Create(console, interrupts),
            LocateCommand.Create(console),
            PointCommand.Create(console),
            CountCommand.Create(console),
            RecogniseCommand.Create(console),
            ReadCommand.Create(console),
            ExtractCommand.Create(console),
            ParseCommand.Create(console),
            WatchCommand.Create(console),
            FindEventCommand.Create(console),
            PhoneCommand.Create(console, ScreenKind.Phone),
            PhoneCommand.Create(console, ScreenKind.Desktop),
            ScreensCommand.Create(console),
            EvaluateCommand.Create(console),
            IndexCommand.Create(console), SearchCommand.Create(console),
            BenchCommand.Create(console),
            ServeCommand.Create(console),
            McpCommand.Create(console),
            FarmCommand.Create(console), JobCommand.Create(console),
            SelfTestCommand.Create(console),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new ExamplesHelpAction((HelpAction)help.Action!);

        CommandRules.Apply(root);
        return root;
    }

    // our own exception is a sentence already; of any other the kind matters too
    private static string Describe(Exception error) => error switch
    {
        QwenException or IOException or UnauthorizedAccessException => error.Message,
        _ when NativeFailure.Is(error) => $"A native library of this command is missing or does not fit ({NativeFailure.Reason(error)}): "
            + "'qwenvl selftest' tells which. Install the command anew.",
        _ => $"{error.GetType().Name}: {error.Message}",
    };
}
