namespace Qwen.Screens.Safety;

/// <summary>Keys that may move the focus, or what is shown, to somewhere else.</summary>
internal static class FocusKeys
{
    // what only writes, corrects or copies where the focus is
    private static readonly HashSet<string> Staying =
    [
        "backspace", "del", "delete", "forward_del", "shift", "ctrl", "alt", "copy", "cut", "paste", "clear", "volume_up", "volume_down", "volume_mute",
        "caps_lock", "insert", "print_screen", "brightness_up", "brightness_down", "left", "right",
    ];

    /// <summary>Whether the action is made of such keys.</summary>
    public static bool Move(ScreenAction action) => action switch
    {
        PressKeys keys => keys.Keys.Any(key => key.Length > 1 && !Staying.Contains(key)),
        PressButton => true,
        _ => false,
    };
}
