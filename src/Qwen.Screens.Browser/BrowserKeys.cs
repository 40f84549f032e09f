using Qwen.Shared.Keys;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Browser;

/// <summary>Names of keys to those of the DOM.</summary>
internal static class BrowserKeys
{
    /// <summary>The DOM's name of a key.</summary>
    /// <exception cref="QwenException">There is no such key.</exception>
    public static string Find(string name) => KeyTable.Find(name, isPhone: false)?.Dom
        ?? throw new QwenException($"'{name}' is no key of a keyboard. Keys are named like 'enter', 'ctrl', 'a', 'f5', 'page_down'.");
}
