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
        ("enter", new PressKeysAction(["enter"]), "asked"),
        ("return", new PressKeysAction(["return"]), "asked"),
        ("space", new PressKeysAction(["space"]), "asked"),
        ("a blank as a key", new PressKeysAction([" "]), "asked"),
        ("ctrl+enter", new PressKeysAction(["ctrl", "enter"]), "asked"),
        ("shift+enter", new PressKeysAction(["shift", "enter"]), "asked"),
        ("shift+space", new PressKeysAction(["shift", "space"]), "asked"),
        ("delete", new PressKeysAction(["delete"]), "asked"),
        ("del", new PressKeysAction(["del"]), "asked"),
        ("ctrl+v", new PressKeysAction(["ctrl", "v"]), "asked"),
        ("ctrl+w", new PressKeysAction(["ctrl", "w"]), "asked"),
        ("alt+f4", new PressKeysAction(["alt", "f4"]), "asked"),
        ("line end", new TypeTextAction("a\n"), "asked"),
        ("carriage return", new TypeTextAction("a\r"), "asked"),
        ("both", new TypeTextAction("a\r\nb"), "asked"),
        ("blank in front", new TypeTextAction(" a"), "asked"),
        ("line separator", new TypeTextAction("a\u2028"), "refused"),
        ("paragraph separator", new TypeTextAction("a\u2029"), "refused"),
        ("next line", new TypeTextAction("a\u0085"), "refused"),
        ("form feed", new TypeTextAction("a\f"), "refused"),
        ("vertical tab", new TypeTextAction("a\v"), "refused"),
        ("tab", new TypeTextAction("a\t"), "refused"),
        ("escape", new TypeTextAction("a\u001b"), "refused"),
        ("backspace", new TypeTextAction("a\b"), "refused"),
        ("bell", new TypeTextAction("a\a"), "refused"),
        ("nothing at all", new TypeTextAction("a\0"), "refused"),
        ("delete character", new TypeTextAction("a\u007f"), "refused"),
        ("control of the second row", new TypeTextAction("a\u009b"), "refused"),
        ("half a character", new TypeTextAction("a\ud800"), "refused"),
    ];

    /// <summary>Everything that presses on every page; what is refused as no text, whatever gets it, on one.</summary>
    public static IEnumerable<(string Page, string Name, ScreenAction Action, string Expected)> Tries =>
        from page in Pages
        from action in Actions
        where action.Expected == "asked" || page.Name == "field of a form"
        select (page.Name, action.Name, action.Action, action.Expected);
}
