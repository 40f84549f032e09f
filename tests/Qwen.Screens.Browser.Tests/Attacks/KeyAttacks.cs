using Qwen.Screens;

namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>Keys and texts that press something, and pages on which they would.</summary>
internal static class KeyAttacks
{
    /// <summary>Pages that act when the Enter key or the space bar is pressed, and have the focus there from the start.</summary>
    public static IReadOnlyList<(string Name, string Html)> Pages { get; } =
    [
        ("button", "<button autofocus onclick='did(1)'>Notes</button>"),
        ("field of a form", "<form action='/did/1'><input autofocus name=a></form>"),
        ("field that listens", "<input autofocus onkeydown=\"if (event.key === 'Enter' || event.key === ' ') did(1)\">"),
        ("area that listens", "<div tabindex=0 id=a onkeydown='did(1)'>Notes</div><script>a.focus()</script>"),
        ("page that listens", "<script>addEventListener('keydown', () => did(1))</script>"),
    ];

    /// <summary>What is pressed or typed, and what it is to come to.</summary>
    public static IReadOnlyList<(string Name, ScreenAction Action, string Expected)> Actions { get; } =
    [
        ("enter", new PressKeys(["enter"]), "asked"),
        ("return", new PressKeys(["return"]), "asked"),
        ("space", new PressKeys(["space"]), "asked"),
        ("a blank as a key", new PressKeys([" "]), "asked"),
        ("ctrl+enter", new PressKeys(["ctrl", "enter"]), "asked"),
        ("shift+enter", new PressKeys(["shift", "enter"]), "asked"),
        ("shift+space", new PressKeys(["shift", "space"]), "asked"),
        ("delete", new PressKeys(["delete"]), "asked"),
        ("del", new PressKeys(["del"]), "asked"),
        ("ctrl+v", new PressKeys(["ctrl", "v"]), "asked"),
        ("ctrl+w", new PressKeys(["ctrl", "w"]), "asked"),
        ("alt+f4", new PressKeys(["alt", "f4"]), "asked"),
        ("line end", new TypeText("a\n"), "asked"),
        ("carriage return", new TypeText("a\r"), "asked"),
        ("both", new TypeText("a\r\nb"), "asked"),
        ("blank in front", new TypeText(" a"), "asked"),
        ("line separator", new TypeText("a\u2028"), "refused"),
        ("paragraph separator", new TypeText("a\u2029"), "refused"),
        ("next line", new TypeText("a\u0085"), "refused"),
        ("form feed", new TypeText("a\f"), "refused"),
        ("vertical tab", new TypeText("a\v"), "refused"),
        ("tab", new TypeText("a\t"), "refused"),
        ("escape", new TypeText("a\u001b"), "refused"),
        ("backspace", new TypeText("a\b"), "refused"),
        ("bell", new TypeText("a\a"), "refused"),
        ("nothing at all", new TypeText("a\0"), "refused"),
        ("delete character", new TypeText("a\u007f"), "refused"),
        ("control of the second row", new TypeText("a\u009b"), "refused"),
        ("half a character", new TypeText("a\ud800"), "refused"),
    ];
}
