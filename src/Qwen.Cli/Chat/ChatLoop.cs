using Qwen.Cli.Terminal;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Chat;

/// <summary>The interactive conversation: one line, one question; lines that start with a slash are commands.</summary>
internal sealed class ChatLoop(ChatSession session, MediaHints hints, CliConsole console, InterruptSource interrupts)
{
    private const string Help = """
        /image FILE   attach a picture to the next question
        /video FILE   attach a video to the next question
        /reset        start a new conversation
        /exit         leave (so does Ctrl-D)
        Ctrl-C        stop an answer, or throw away what is typed
        up, down      what was typed before
        """;

    private readonly LineEditor? editor = LineEditor.OfProcess(console);

    /// <summary>Reads and answers until the input ends or the person leaves.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (console.Interactive)
            console.Note("Type a question; /help lists the commands.");
        while (Read() is { } line)
        {
            if (line.Length == 0)
                continue;
            if (line is "/exit" or "/quit")
                return;
            try
            {
                if (line[0] == '/')
                    Execute(line);
                else
                    await AnswerAsync(line, cancellationToken);
            }
            catch (QwenException error)
            {
                console.Fail(error.Message);
            }
        }
    }

    private string? Read()
    {
        using var idle = interrupts.Idle();
        if (editor is not null)
            return editor.Read("> ")?.Trim();
        if (console.Interactive)
            console.Out.Write("> ");
        var line = console.In.ReadLine()?.Trim();
        if (line is null && console.Interactive)
            console.Out.WriteLine(); // Ctrl-D leaves the cursor behind the prompt
        return line;
    }

    private void Execute(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var (command, rest) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
        switch (command)
        {
            case "/image" when rest.Length > 0:
                session.Attach(MediaFile.ReadImage(TypedPath.Read(rest), hints), hints);
                console.Note("The picture goes with the next question.");
                break;
            case "/video" when rest.Length > 0:
                session.Attach(MediaFile.ReadVideo(TypedPath.Read(rest), hints), hints);
                console.Note("The video goes with the next question.");
                break;
            case "/reset":
                session.Reset();
                console.Note("A new conversation.");
                break;
            default:
                console.Note(Help);
                break;
        }
    }

    private async Task AnswerAsync(string line, CancellationToken cancellationToken)
    {
        using var piece = interrupts.Begin(cancellationToken);
        try
        {
            await session.AskAsync(line, piece.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            console.Note("Stopped; the question is forgotten.");
        }
    }
}
