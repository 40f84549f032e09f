using System.Text;
using Spectre.Console;

namespace Qwen.Cli.Terminal;

/// <summary>
/// The three ends of a terminal. Answers and results go to <see cref="Out"/>, everything about them (progress, notes,
/// errors) to <see cref="Notes"/>, so that <c>qwenvl chat … &gt; answer.txt</c> holds the answer alone.
/// </summary>
/// <param name="In">What the person types.</param>
/// <param name="Out">Answers and results.</param>
/// <param name="Notes">Progress, notes and errors.</param>
/// <param name="Interactive">Whether a person sits at both ends.</param>
internal sealed record CliConsole(TextReader In, TextWriter Out, IAnsiConsole Notes, bool Interactive)
{
    /// <summary>The process's own terminal.</summary>
    public static CliConsole OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (Console.IsOutputRedirected)
            Console.OutputEncoding = utf8;

        // a bar stands where notes go, wherever answers go
        var isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var notes = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (Console.IsErrorRedirected)
            notes.Profile.Width = 10_000; // a log wants whole lines
        return new CliConsole(Console.In, Console.Out, notes, !Console.IsInputRedirected && !Console.IsOutputRedirected)
        {
            Width = Console.IsOutputRedirected ? null : FindWidth(),
        };
    }

    private static int? FindWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : null;
        }
        catch (IOException)
        {
            return null; // no console behind it
        }
    }

    /// <summary>What the libraries say, in the words of the command that runs.</summary>
    public OptionWords Words { get; } = new();

    /// <summary>Columns of the terminal that results go to; null where they go elsewhere.</summary>
    public int? Width { get; init; }

    /// <summary>One line about what happens, in grey where there are colours.</summary>
    public void Note(string text)
    {
        var said = PlainText.Of(Words.Say(text));
        if (Notes.Profile.Capabilities.Ansi)
            Notes.WriteLine(said, new Style(Color.Grey));
        else
            Notes.Profile.Out.Writer.WriteLine(said); // nothing to lay out
    }

    /// <summary>One line of a result for people, broken between words where a terminal is narrower.</summary>
    public void Write(string line)
    {
        foreach (var part in Width is { } width ? LineFold.Fold(line, width) : [line])
            Out.WriteLine(part);
    }

    /// <summary>Asks for a yes; anything else is a no.</summary>
    public async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        Note($"{question} [y/N]");
        var answer = await In.ReadLineAsync(cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>One line about what went wrong.</summary>
    public void Fail(string text) => Notes.MarkupLineInterpolated($"[red]error:[/] {PlainText.Of(Words.Say(text))}");
}
