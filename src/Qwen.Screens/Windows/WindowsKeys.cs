using Qwen.Shared.Keys;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Windows;

/// <summary>Names of keys to Windows' virtual keys.</summary>
internal static class WindowsKeys
{
    // without the flag these are keys of the number pad
    private static readonly HashSet<ushort> Extended = [0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x2D, 0x2E, 0x5B, 0x5D];

    /// <summary>The virtual key of a key.</summary>
    /// <exception cref="QwenException">There is no such key.</exception>
    public static ushort Find(string name) => KeyTable.Find(name, isPhone: false)?.Windows is { } key and not 0
        ? key
        : throw new QwenException(
            $"'{name}' is no key that can be pressed by name. Keys are named like 'enter', 'ctrl', 'a', 'f5', 'page_down'; "
            + "other characters are typed.");

    /// <summary>Whether the key is one of those beside the number pad.</summary>
    public static bool IsExtended(ushort key) => Extended.Contains(key);
}
