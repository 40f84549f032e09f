namespace Qwen.Screens.Safety;

/// <summary>How serious an action is: by its kind, and by what stands on what it touches.</summary>
internal static class RiskRules
{
    private static readonly HashSet<string> HarmlessKeys =
    [
        "volume_up", "volume_down", "volume_mute", "back", "home", "tab", "escape", "up", "down", "left", "right", "page_up", "page_down",
        "dpad_up", "dpad_down", "dpad_left", "dpad_right", "move_home", "move_end", "end", "shift", "backspace", "del", "copy",
    ];

    // what devices call fields for text, and what is there to be pressed
    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "text field", "password field", "search field", "textbox", "searchbox", "EditText", "AutoCompleteTextView",
    };

    private static readonly HashSet<string> Pressed = new(StringComparer.OrdinalIgnoreCase) { "button", "icon button", "link", "image button", "ImageButton", "ImageView" };

    private static readonly HashSet<string> HarmlessChords = ["ctrl+c", "ctrl+a", "ctrl+z", "ctrl+f", "ctrl+home", "ctrl+end", "ctrl+left", "ctrl+right"];

    /// <summary>The most serious thing that the action may bring about.</summary>
    public static ScreenRisk Classify(ScreenAction action, ScreenContext context) => action switch
    {
        Wait or MovePointer => ScreenRisk.Observe,
        Scroll or Open => ScreenRisk.Reversible,
        PressButton { Button: SystemButton.Enter } => ScreenRisk.Unknown,
        PressButton => ScreenRisk.Reversible,
        TypeText typed => typed.Text.AsSpan().IndexOfAny('\n', '\r', '\t') >= 0 ? ScreenRisk.Unknown : ScreenRisk.Reversible,
        PressKeys { Keys: var keys } => IsHarmless(keys) ? ScreenRisk.Reversible : ScreenRisk.Unknown,
        _ => context.Controls.Select(control => Classify(control, context.KnowsControls)).DefaultIfEmpty(ScreenRisk.Unknown).Max(),
    };

    private static bool IsHarmless(IReadOnlyList<string> keys) => keys.Count == 1
        ? HarmlessKeys.Contains(keys[0]) || keys[0].Length == 1
        : HarmlessChords.Contains(string.Join('+', keys)) || (keys is ["shift", var key] && (HarmlessKeys.Contains(key) || key.Length == 1));

    private static ScreenRisk Classify(ScreenControl? control, bool knowsControls)
    {
        if (control is null)
            return knowsControls ? ScreenRisk.Reversible : ScreenRisk.Unknown;

        // to touch a field only gives it the focus, whatever the hint in it says
        if (Fields.Contains(control.Role))
            return ScreenRisk.Reversible;
        return control.Label.Length == 0 && Pressed.Contains(control.Role) ? ScreenRisk.Unknown : RiskWords.Classify(control.Label);
    }
}
