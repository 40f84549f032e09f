namespace Qwen.Screens.Contract;

/// <summary>Names of keys that may be pressed; nothing else reaches a device.</summary>
internal static class KeyNames
{
    /// <summary>Keys of phones, as adb's <c>keyevent</c> names them, in lower case without <c>KEYCODE_</c>.</summary>
    public static IReadOnlyList<string> OfPhones { get; } =
    [
        "volume_up", "volume_down", "volume_mute", "power", "camera", "clear", "enter", "del", "forward_del", "tab", "space", "escape",
        "back", "home", "menu", "app_switch", "search", "dpad_up", "dpad_down", "dpad_left", "dpad_right", "dpad_center",
        "page_up", "page_down", "move_home", "move_end", "media_play_pause", "media_next", "media_previous", "brightness_up",
        "brightness_down", "cut", "copy", "paste",
    ];

    /// <summary>Keys of desktops besides single characters and f1 to f12.</summary>
    public static IReadOnlyList<string> OfComputers { get; } =
    [
        "ctrl", "shift", "alt", "super", "enter", "tab", "space", "backspace", "delete", "escape", "insert", "home", "end", "page_up",
        "page_down", "up", "down", "left", "right", "caps_lock", "print_screen", "menu",
        "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
    ];

    private static readonly Dictionary<string, string> ComputerAliases = new()
    {
        ["control"] = "ctrl", ["ctrl_l"] = "ctrl", ["ctrl_r"] = "ctrl", ["shift_l"] = "shift", ["shift_r"] = "shift", ["alt_l"] = "alt",
        ["option"] = "alt", ["cmd"] = "super", ["command"] = "super", ["win"] = "super", ["meta"] = "super", ["return"] = "enter",
        ["esc"] = "escape", ["del"] = "delete", ["pageup"] = "page_up", ["pagedown"] = "page_down", ["pgup"] = "page_up",
        ["pgdn"] = "page_down", ["arrowup"] = "up", ["arrowdown"] = "down", ["arrowleft"] = "left", ["arrowright"] = "right",
        ["capslock"] = "caps_lock", ["printscreen"] = "print_screen", ["spacebar"] = "space", [" "] = "space",
    };

    /// <summary>The name of a phone's key.</summary>
    /// <exception cref="CallProblemException">There is none.</exception>
    public static string Mobile(string name)
    {
        var plain = name.Trim().ToLowerInvariant().Replace("keycode_", "", StringComparison.Ordinal).Replace(' ', '_');
        return OfPhones.Contains(plain)
            ? plain
            : throw new CallProblemException($"There is no key \"{name}\": the keys are {string.Join(", ", OfPhones)}.");
    }

    /// <summary>The name of a desktop's key.</summary>
    /// <exception cref="CallProblemException">There is none.</exception>
    public static string Computer(string name)
    {
        var plain = name.Length == 1 ? name.ToLowerInvariant() : name.Trim().ToLowerInvariant();
        plain = ComputerAliases.GetValueOrDefault(plain, plain);
        return OfComputers.Contains(plain) || (plain.Length == 1 && !char.IsControl(plain[0]) && !char.IsWhiteSpace(plain[0]))
            ? plain
            : throw new CallProblemException($"There is no key \"{name}\": the keys are single characters and {string.Join(", ", OfComputers)}.");
    }
}
