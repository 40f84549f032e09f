using Qwen.Shared.Keys;

namespace Qwen.Screens.Safety;

/// <summary>Keys that may move the focus, or what is shown, to somewhere else.</summary>
internal static class FocusKeys
{
    /// <summary>Whether the action is made of such keys; what nobody knows may do anything.</summary>
    public static bool Move(ScreenAction action, ScreenKind kind) => action switch
    {
        PressKeysAction keys => keys.Keys.Any(key => KeyTable.Find(key, kind == ScreenKind.Phone)?.Moves != false),
        PressButtonAction => true,
        _ => false,
    };

    /// <summary>Whether the action shows the apps that were used, side by side.</summary>
    public static bool ShowOverview(ScreenAction action) => action switch
    {
        PressButtonAction { Button: SystemButton.Menu } => true,
        PressKeysAction keys => keys.Keys.Any(key => key is "app_switch" or "menu" or "super") || (keys.Keys.Contains("alt")
            && keys.Keys.Contains("tab")),
        _ => false,
    };
}
