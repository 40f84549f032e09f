using Qwen.Screens.Actions;
using Qwen.Shared.Keys;

namespace Qwen.Screens.Safety;

/// <summary>How serious an action is: by its kind, and by what stands on what it touches.</summary>
internal static class RiskRules
{
    // beyond this nobody reads it all
    private const int LongestLabel = 1000;

    // longest words on what a finger slides, as in "Slide to pay 12.50 to the Green Tea Shop"
    private const int LongestSlider = 80;

    // what devices call fields for text
    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "text field", "password field", "search field", "textbox", "searchbox", "EditText", "AutoCompleteTextView",
    };

    private static readonly HashSet<string> HarmlessChords =
    [
        "ctrl+c", "ctrl+a", "ctrl+z", "ctrl+f", "ctrl+home", "ctrl+end", "ctrl+left", "ctrl+right"
    ];

    /// <summary>The most serious thing that the action may bring about.</summary>
    public static ScreenRisk Classify(ScreenAction action, ScreenContext context) => action switch
    {
        WaitAction or MovePointerAction => ScreenRisk.Observe,
        OpenAction => ScreenRisk.Reversible,

        // under a finger scrolling is a swipe, and a slider goes along
        ScrollAction =>
            context.Kind == ScreenKind.Phone ? context.Controls.Select(ClassifySwiped).DefaultIfEmpty(ScreenRisk.Reversible).Max()
                : ScreenRisk.Reversible,
        PressButtonAction { Button: SystemButton.Enter } => Pressed(context),
        PressButtonAction => ScreenRisk.Reversible,
        TypeTextAction typed => Acts(typed.Text, context) ? Pressed(context) : ScreenRisk.Reversible,
        PressKeysAction { Keys: var keys } => IsHarmless(keys, context.Kind) ? ScreenRisk.Reversible : Pressed(context),
        DragAction when context.KnowsControls => context.Controls.Select(ClassifyDragged).DefaultIfEmpty(ScreenRisk.Unknown).Max(),
        _ => context.Controls.Select(Classify).DefaultIfEmpty(ScreenRisk.Unknown).Max(),
    };

    // line ends of every kind and other control characters are keys in disguise, and a blank presses the button that has the focus
    private static bool Acts(string text, ScreenContext context) =>
        text.StartsWith(' ')
        || (text.Contains(' ', StringComparison.Ordinal) && context is { Focus: null, FocusMovedByKeys: true })
        || context.Focus is { } focus && !Fields.Contains(focus.Role)
        || text.EnumerateRunes().Any(TypedLines.IsKey);

    // a key presses what has the focus, as a finger would
    private static ScreenRisk Pressed(ScreenContext context) => context.Focus is { Label: { Length: > 0 } label } focus
        && !Fields.Contains(focus.Role)
        ? (ScreenRisk)Math.Max((int)ScreenRisk.Unknown, (int)RiskWords.Classify(label))
        : ScreenRisk.Unknown;

    private static bool IsHarmless(IReadOnlyList<string> keys, ScreenKind kind) => keys.Count == 1
        ? IsHarmless(keys[0], kind)
        : HarmlessChords.Contains(string.Join('+', keys)) || (keys is ["shift", var key] && IsHarmless(key, kind));

    // "del" is two keys: the one that corrects on phones deletes on computers
    private static bool IsHarmless(string key, ScreenKind kind) =>
        key != "del" && KeyTable.Find(key, kind == ScreenKind.Phone)?.IsHarmless == true;

    // a text that is scrolled may say anything, and what only opens something is not opened by a swipe
    private static ScreenRisk ClassifySwiped(ScreenControl? control) =>
        control is { Label.Length: > 0 and <= LongestSlider } && !Fields.Contains(control.Role)
            && Classify(control) is > ScreenRisk.Confirm and var risk
            ? risk
            : ScreenRisk.Reversible;

    // a drag over bare ground moves the page
    private static ScreenRisk ClassifyDragged(ScreenControl? control) => control is null ? ScreenRisk.Reversible : Classify(control);

    private static ScreenRisk Classify(ScreenControl? control)
    {
        // what the screen cannot name, nobody can call harmless
        if (control is null || (string.IsNullOrWhiteSpace(control.Label) && !Fields.Contains(control.Role)))
            return ScreenRisk.Unknown;
        var risk = RiskWords.Classify(control.Label);
        if (control.Label.Length > LongestLabel && risk < ScreenRisk.Unknown)
            risk = ScreenRisk.Unknown;

        // to touch a field only gives it the focus, whatever the hint in it says; but a page may call anything a field
        return Fields.Contains(control.Role) && risk < ScreenRisk.Delete ? ScreenRisk.Reversible : risk;
    }
}
