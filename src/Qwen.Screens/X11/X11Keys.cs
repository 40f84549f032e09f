using Qwen.Shared.Keys;
using Qwen.VisionLanguage;

namespace Qwen.Screens.X11;

/// <summary>Names of keys to X's keysyms.</summary>
internal static class X11Keys
{
    /// <summary>The keysym of a key.</summary>
    /// <exception cref="QwenException">There is no such key.</exception>
    public static string Find(string name) => KeyTable.Find(name, isPhone: false)?.X11
        ?? throw new QwenException($"'{name}' is no key of a keyboard. Keys are named like 'enter', 'ctrl', 'a', 'f5', 'page_down'.");
}
