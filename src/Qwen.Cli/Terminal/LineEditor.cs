using System.Globalization;
using System.Text;

namespace Qwen.Cli.Terminal;

/// <summary>
/// Reads lines from a terminal with the keys that shells have: arrows, Home and End, words, what was typed before. A line that is longer
/// than the terminal is wide slides under the cursor, so that nothing has to be known of the rows above.
/// </summary>
/// <param name="readKey">Waits for a key, and shows nothing.</param>
/// <param name="hasMore">Whether more keys wait: then a paste goes on, and nothing is drawn in between.</param>
/// <param name="output">The terminal.</param>
/// <param name="width">Its columns.</param>
internal sealed class LineEditor(Func<ConsoleKeyInfo> readKey, Func<bool> hasMore, TextWriter output, Func<int> width)
{
    private readonly List<string> history = [];

    /// <summary>The editor of the process's own terminal; null where that cannot move a cursor.</summary>
    public static LineEditor? OfProcess(CliConsole console) =>
        console is { Interactive: true, Width: not null, Notes.Profile.Capabilities.Ansi: true }
            && Environment.GetEnvironmentVariable("TERM") != "dumb"
            ? new LineEditor(() => Console.ReadKey(intercept: true), () => Console.KeyAvailable, console.Out, () => Console.WindowWidth)
            : null;

    /// <summary>The next line; null at its end (Ctrl-D, or Ctrl-C on an empty line).</summary>
    public string? Read(string prompt)
    {
        // Ctrl-C throws a line away, and not the conversation
        var isKey = Console.IsInputRedirected || Console.TreatControlCAsInput;
        if (!isKey)
            Console.TreatControlCAsInput = true;
        try
        {
            return ReadLine(prompt);
        }
        finally
        {
            if (!isKey)
                Console.TreatControlCAsInput = false;
        }
    }

    private string? ReadLine(string prompt)
    {
        var buffer = new EditBuffer();
        var past = history.Count;
        var unfinished = "";
        Draw(prompt, buffer);
        while (true)
        {
            var key = readKey();
            var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key)
            {
                case { Key: ConsoleKey.Enter } or { KeyChar: '\r' or '\n' }:
                    return Finish(prompt, buffer.Text);
                case { Key: ConsoleKey.D or ConsoleKey.C } when control && buffer.Text.Length == 0:
                    Leave();
                    return null;
                case { Key: ConsoleKey.C } when control:
                    buffer.Set("");
                    past = history.Count;
                    break;
                case { Key: ConsoleKey.UpArrow or ConsoleKey.DownArrow }:
                case { Key: ConsoleKey.P or ConsoleKey.N } when control:
                    if (past == history.Count)
                        unfinished = buffer.Text;
                    past = Math.Clamp(past + (key.Key is ConsoleKey.UpArrow or ConsoleKey.P ? -1 : 1), 0, history.Count);
                    buffer.Set(past < history.Count ? history[past] : unfinished);
                    break;
                default:
                    Apply(key, buffer);
                    break;
            }

            if (!hasMore())
                Draw(prompt, buffer);
        }
    }

    private static void Apply(ConsoleKeyInfo key, EditBuffer buffer)
    {
        var byWord = key.Modifiers.HasFlag(ConsoleModifiers.Control) || key.Modifiers.HasFlag(ConsoleModifiers.Alt);
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow when byWord:
            case ConsoleKey.B when key.Modifiers == ConsoleModifiers.Alt:
                buffer.WordLeft();
                break;
            case ConsoleKey.RightArrow when byWord:
            case ConsoleKey.F when key.Modifiers == ConsoleModifiers.Alt:
                buffer.WordRight();
                break;
            case ConsoleKey.LeftArrow:
            case ConsoleKey.B when key.Modifiers == ConsoleModifiers.Control:
                buffer.Left();
                break;
            case ConsoleKey.RightArrow:
            case ConsoleKey.F when key.Modifiers == ConsoleModifiers.Control:
                buffer.Right();
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when key.Modifiers == ConsoleModifiers.Control:
                buffer.Home();
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when key.Modifiers == ConsoleModifiers.Control:
                buffer.End();
                break;
            case ConsoleKey.Backspace when byWord:
            case ConsoleKey.W when key.Modifiers == ConsoleModifiers.Control:
                buffer.RemoveWordLeft();
                break;
            case ConsoleKey.Backspace:
            case ConsoleKey.H when key.Modifiers == ConsoleModifiers.Control:
                buffer.RemoveLeft();
                break;
            case ConsoleKey.Delete:
            case ConsoleKey.D when key.Modifiers == ConsoleModifiers.Control:
                buffer.RemoveRight();
                break;
            case ConsoleKey.U when key.Modifiers == ConsoleModifiers.Control:
                buffer.RemoveToStart();
                break;
            case ConsoleKey.K when key.Modifiers == ConsoleModifiers.Control:
                buffer.RemoveToEnd();
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    buffer.Insert(key.KeyChar);
                break;
        }
    }

    // the whole line stays to be read, however much of it was shown
    private string Finish(string prompt, string line)
    {
        output.Write($"\r{prompt}{line}\e[K");
        Leave();
        if (line.Trim().Length > 0 && (history.Count == 0 || history[^1] != line))
            history.Add(line);
        return line;
    }

    private void Leave()
    {
        output.WriteLine();
        output.Flush();
    }

    private void Draw(string prompt, EditBuffer buffer)
    {
        var room = Math.Max(4, width() - LineFold.CellsOf(prompt) - 1);
        var start = 0;
        while (LineFold.CellsOf(buffer.Text[start..buffer.Cursor]) >= room)
            start += StringInfo.GetNextTextElementLength(buffer.Text, start);

        var shown = new StringBuilder();
        for (int at = start, cells = 0; at < buffer.Text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(buffer.Text, at);
            var letter = buffer.Text.Substring(at, length);
            cells += LineFold.CellsOf(letter);
            if (cells > room)
                break;
            shown.Append(letter);
            at += length;
        }

        var column = LineFold.CellsOf(prompt) + LineFold.CellsOf(buffer.Text[start..buffer.Cursor]);
        output.Write(string.Create(CultureInfo.InvariantCulture, $"\r{prompt}{shown}\e[K\r\e[{Math.Max(1, column)}C"));
        output.Flush();
    }
}
