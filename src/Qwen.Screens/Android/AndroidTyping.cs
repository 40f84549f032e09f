using System.Text;
using Qwen.Screens.Android.Adb;

namespace Qwen.Screens.Android;

/// <summary>
/// Lines that type a text: through the device's own key events where they can spell it, else through a keyboard that takes it as data.
/// </summary>
internal static class AndroidTyping
{
    /// <summary>The exit code of a line that did not type because something else is in front.</summary>
    public const int Interrupted = 75;

    // what still goes where it is not meant to when something else comes to the front meanwhile
    private const int MaxPiece = 100;

    /// <summary>Whether key events can spell the text: printable ASCII and line ends.</summary>
    public static bool IsPlain(string text) => text.All(character => character is '\n' or (>= ' ' and <= '~'));

    /// <summary>Lines that type a plain text piece by piece.</summary>
    /// <param name="text">Printable ASCII and line ends.</param>
    /// <param name="input">The beginning of every command: <c>input</c>, with its display where it is not the main one.</param>
    public static IReadOnlyList<string> WithKeys(string text, string input)
    {
        var commands = new List<string>();
        var piece = new StringBuilder();
        foreach (var character in text)
        {
            // "%s" is the tool's own name of a blank: a percent sign before an s ends its piece
            if (character == '\n' || piece.Length >= MaxPiece || (character == 's' && piece is [.., '%']))
                Flush();
            if (character == '\n')
                commands.Add($"{input} keyevent KEYCODE_ENTER");
            else
                piece.Append(character == ' ' ? "%s" : character);
        }

        Flush();
        return commands;

        void Flush()
        {
            if (piece.Length > 0)
                commands.Add($"{input} text {ShellQuote.Word(piece.ToString())}");
            piece.Clear();
        }
    }

    /// <summary>
    /// One line that changes the keyboard, hands the text over as base64, and changes back. The device's own shell changes back, also where
    /// the connection breaks half-way: a program that is killed leaves no strange keyboard behind.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="keyboard">Component of the keyboard that takes broadcasts.</param>
    /// <param name="previous">Component of the keyboard that is in use.</param>
    /// <param name="front">What the device says is in front, as for <see cref="OnlyBefore"/>.</param>
    public static string WithKeyboard(string text, string keyboard, string previous, string front)
    {
        var line = new StringBuilder();
        if (previous != keyboard)
        {
            line.Append("trap ").Append(ShellQuote.Word(Restore(previous))).Append(" EXIT; trap 'exit 129' HUP INT TERM; ");
            line.Append(ShellQuote.Line("ime", "enable", keyboard))
                .Append(" >/dev/null && ")
                .Append(ShellQuote.Line("ime", "set", keyboard))
                .Append(" >/dev/null && sleep 0.5");
        }
        else
        {
            line.Append("true");
        }

        foreach (var piece in Split(text))
            line.Append(" && ")
                .Append(OnlyBefore(front))
                .Append(" && ")
                .Append(ShellQuote.Line(
                    "am", "broadcast", "-a", "ADB_INPUT_B64", "--es", "msg", Convert.ToBase64String(Encoding.UTF8.GetBytes(piece))))
                .Append(" >/dev/null");
        return line.Append(" && sleep 0.2").ToString();
    }

    /// <summary>The line that changes back to a keyboard.</summary>
    public static string Restore(string previous) =>
        (IsComponent(previous) ? ShellQuote.Line("ime", "set", previous) : "ime reset") + " >/dev/null";

    /// <summary>The beginning of a line that ends with <see cref="Interrupted"/> where something else is in front by now.</summary>
    /// <param name="front">What the device answered to <see cref="AndroidState.Front"/>, whatever an app wrote into that.</param>
    public static string OnlyBefore(string front) =>
        $"{{ [ \"$({AndroidState.Front})\" = {ShellQuote.Word(front)} ] || exit {Interrupted}; }}";

    // a device that has none in use says "null"
    private static bool IsComponent(string keyboard) => keyboard.Contains('/', StringComparison.Ordinal);

    // pieces that no character is cut by
    private static IEnumerable<string> Split(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + MaxPiece, text.Length);
            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
                end--;
            yield return text[start..end];
            start = end;
        }
    }
}
