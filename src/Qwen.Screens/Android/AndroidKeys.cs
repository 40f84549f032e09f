using Qwen.VisionLanguage;

namespace Qwen.Screens.Android;

/// <summary>Names of keys, as people and the model write them, to Android's.</summary>
internal static class AndroidKeys
{
    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["return"] = "ENTER", ["backspace"] = "DEL", ["delete"] = "FORWARD_DEL", ["esc"] = "ESCAPE", ["ctrl"] = "CTRL_LEFT", ["control"] = "CTRL_LEFT",
        ["shift"] = "SHIFT_LEFT", ["alt"] = "ALT_LEFT", ["meta"] = "META_LEFT", ["super"] = "META_LEFT", ["up"] = "DPAD_UP", ["down"] = "DPAD_DOWN",
        ["left"] = "DPAD_LEFT", ["right"] = "DPAD_RIGHT", ["pageup"] = "PAGE_UP", ["pagedown"] = "PAGE_DOWN", ["end"] = "MOVE_END", ["recent"] = "APP_SWITCH",
        ["recents"] = "APP_SWITCH", ["mute"] = "VOLUME_MUTE",
    };

    private static readonly HashSet<string> Known =
    [
        "BACK", "HOME", "MENU", "APP_SWITCH", "ENTER", "DEL", "FORWARD_DEL", "TAB", "SPACE", "ESCAPE", "CLEAR", "SEARCH", "CAMERA", "FOCUS", "POWER", "SLEEP",
        "WAKEUP", "CALL", "ENDCALL", "NOTIFICATION", "VOLUME_UP", "VOLUME_DOWN", "VOLUME_MUTE", "BRIGHTNESS_UP", "BRIGHTNESS_DOWN", "CTRL_LEFT", "CTRL_RIGHT",
        "SHIFT_LEFT", "SHIFT_RIGHT", "ALT_LEFT", "ALT_RIGHT", "META_LEFT", "META_RIGHT", "DPAD_UP", "DPAD_DOWN", "DPAD_LEFT", "DPAD_RIGHT", "DPAD_CENTER",
        "PAGE_UP", "PAGE_DOWN", "MOVE_HOME", "MOVE_END", "COPY", "CUT", "PASTE", "MEDIA_PLAY_PAUSE", "MEDIA_NEXT", "MEDIA_PREVIOUS", "MEDIA_STOP", "STAR", "POUND",
        "COMMA", "PERIOD", "MINUS", "PLUS", "EQUALS", "SLASH", "AT",
        .. Enumerable.Range('A', 26).Select(letter => ((char)letter).ToString()),
        .. Enumerable.Range(0, 10).Select(digit => $"{digit}"),
        .. Enumerable.Range(1, 12).Select(number => $"F{number}"),
    ];

    /// <summary>Android's name of a key.</summary>
    /// <exception cref="QwenException">There is no such key: names reach the device only from this list.</exception>
    public static string Find(string name)
    {
        var plain = name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');
        if (plain.StartsWith("keycode_", StringComparison.Ordinal))
            plain = plain["keycode_".Length..];
        var key = Aliases.GetValueOrDefault(plain) ?? plain.ToUpperInvariant();
        return Known.Contains(key)
            ? "KEYCODE_" + key
            : throw new QwenException($"'{name}' is no key of an Android device. Keys are named like 'enter', 'back', 'volume_up', 'ctrl', 'a'.");
    }
}
