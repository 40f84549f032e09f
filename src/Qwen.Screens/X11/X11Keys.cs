using Qwen.VisionLanguage;

namespace Qwen.Screens.X11;

/// <summary>Names of keys, as people and the model write them, to X's keysyms.</summary>
internal static class X11Keys
{
    private static readonly Dictionary<string, string> Named = new()
    {
        ["ctrl"] = "Control_L", ["control"] = "Control_L", ["shift"] = "Shift_L", ["alt"] = "Alt_L", ["option"] = "Alt_L", ["meta"] = "Super_L",
        ["super"] = "Super_L", ["win"] = "Super_L", ["cmd"] = "Super_L", ["enter"] = "Return", ["return"] = "Return", ["tab"] = "Tab", ["esc"] = "Escape",
        ["escape"] = "Escape", ["backspace"] = "BackSpace", ["delete"] = "Delete", ["del"] = "Delete", ["insert"] = "Insert", ["space"] = "space",
        ["up"] = "Up", ["down"] = "Down", ["left"] = "Left", ["right"] = "Right", ["home"] = "Home", ["end"] = "End", ["pageup"] = "Prior",
        ["page_up"] = "Prior", ["prior"] = "Prior", ["pagedown"] = "Next", ["page_down"] = "Next", ["next"] = "Next", ["menu"] = "Menu", ["caps_lock"] = "Caps_Lock",
        ["print_screen"] = "Print",
        ["volume_up"] = "XF86AudioRaiseVolume", ["volume_down"] = "XF86AudioLowerVolume", ["volume_mute"] = "XF86AudioMute",
    };

    /// <summary>The keysym of a key.</summary>
    /// <exception cref="QwenException">There is no such key.</exception>
    public static string Find(string name)
    {
        var plain = name.Trim().ToLowerInvariant();
        if (Named.GetValueOrDefault(plain) is { } keysym)
            return keysym;
        if (plain is [>= '!' and <= '~' and var character])
            return char.IsAsciiLetterOrDigit(character) ? plain : $"0x{(int)character:x2}"; // keysyms of Latin letters are their codes
        if (plain is ['f', .. var number] && int.TryParse(number, out var function) && function is >= 1 and <= 12)
            return $"F{function}";
        throw new QwenException($"'{name}' is no key of a keyboard. Keys are named like 'enter', 'ctrl', 'a', 'f5', 'pagedown'.");
    }
}
