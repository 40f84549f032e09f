using Qwen.VisionLanguage;

namespace Qwen.Screens.Windows;

/// <summary>Names of keys, as people and the model write them, to Windows' virtual keys.</summary>
internal static class WindowsKeys
{
    private static readonly Dictionary<string, ushort> Named = new()
    {
        ["ctrl"] = 0x11, ["control"] = 0x11, ["shift"] = 0x10, ["alt"] = 0x12, ["option"] = 0x12, ["win"] = 0x5B, ["super"] = 0x5B, ["meta"] = 0x5B,
        ["cmd"] = 0x5B, ["enter"] = 0x0D, ["return"] = 0x0D, ["tab"] = 0x09, ["esc"] = 0x1B, ["escape"] = 0x1B, ["backspace"] = 0x08, ["delete"] = 0x2E,
        ["del"] = 0x2E, ["insert"] = 0x2D, ["space"] = 0x20, ["up"] = 0x26, ["down"] = 0x28, ["left"] = 0x25, ["right"] = 0x27, ["home"] = 0x24,
        ["end"] = 0x23, ["pageup"] = 0x21, ["page_up"] = 0x21, ["prior"] = 0x21, ["pagedown"] = 0x22, ["page_down"] = 0x22, ["next"] = 0x22,
        ["menu"] = 0x5D, ["caps_lock"] = 0x14, ["print_screen"] = 0x2C, ["volume_up"] = 0xAF, ["volume_down"] = 0xAE, ["volume_mute"] = 0xAD,
    };

    // without the flag these are keys of the number pad
    private static readonly HashSet<ushort> Extended = [0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x2D, 0x2E, 0x5B, 0x5D];

    /// <summary>The virtual key of a key.</summary>
    /// <exception cref="QwenException">There is no such key.</exception>
    public static ushort Find(string name)
    {
        var plain = name.Trim().ToLowerInvariant();
        if (Named.TryGetValue(plain, out var key))
            return key;
        if (plain is [var character] && char.IsAsciiLetterOrDigit(character))
            return char.ToUpperInvariant(character);
        if (plain is ['f', .. var number] && int.TryParse(number, out var function) && function is >= 1 and <= 12)
            return (ushort)(0x70 + function - 1);
        throw new QwenException($"'{name}' is no key that can be pressed by name. Keys are named like 'enter', 'ctrl', 'a', 'f5', 'pagedown'; other characters are typed.");
    }

    /// <summary>Whether the key is one of those beside the number pad.</summary>
    public static bool IsExtended(ushort key) => Extended.Contains(key);
}
