using Qwen.Shared.Keys;

namespace Qwen.Screens.Contract;

/// <summary>Which keys of the table a model may press, in the order in which its contract names them.</summary>
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

    /// <summary>The name of a phone's key.</summary>
    /// <exception cref="CallProblemException">There is none.</exception>
    public static string Mobile(string name)
    {
        var key = KeyTable.Find(name, isPhone: true);
        return key is not null && OfPhones.Contains(key.Phone ?? key.Name)
            ? key.Phone ?? key.Name
            : throw new CallProblemException($"There is no key \"{name}\": the keys are {string.Join(", ", OfPhones)}.");
    }

    /// <summary>The name of a desktop's key.</summary>
    /// <exception cref="CallProblemException">There is none.</exception>
    public static string Computer(string name)
    {
        var key = KeyTable.Find(name, isPhone: false);
        var plain = key is null ? name.ToLowerInvariant() : key.Computer ?? key.Name;
        return OfComputers.Contains(plain) || (plain.Length == 1 && !char.IsControl(plain[0]) && !char.IsWhiteSpace(plain[0]))
            ? plain
            : throw new CallProblemException(
                $"There is no key \"{name}\": the keys are single characters and {string.Join(", ", OfComputers)}.");
    }
}
