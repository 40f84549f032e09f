using Qwen.VisionLanguage;

namespace Qwen.Screens.Browser;

/// <summary>Names of keys, as people and the model write them, to those of the DOM.</summary>
internal static class BrowserKeys
{
    private static readonly Dictionary<string, string> Named = new()
    {
        ["ctrl"] = "Control", ["control"] = "Control", ["shift"] = "Shift", ["alt"] = "Alt", ["option"] = "Alt", ["meta"] = "Meta", ["super"] = "Meta",
        ["cmd"] = "Meta", ["win"] = "Meta", ["enter"] = "Enter", ["return"] = "Enter", ["tab"] = "Tab", ["esc"] = "Escape", ["escape"] = "Escape",
        ["backspace"] = "Backspace", ["delete"] = "Delete", ["del"] = "Delete", ["insert"] = "Insert", ["space"] = "Space", ["up"] = "ArrowUp",
        ["down"] = "ArrowDown", ["left"] = "ArrowLeft", ["right"] = "ArrowRight", ["home"] = "Home", ["end"] = "End", ["pageup"] = "PageUp",
        ["page_up"] = "PageUp", ["prior"] = "PageUp", ["pagedown"] = "PageDown", ["page_down"] = "PageDown", ["next"] = "PageDown",
        ["caps_lock"] = "CapsLock", ["print_screen"] = "PrintScreen", ["menu"] = "ContextMenu",
    };

    /// <summary>The DOM's name of a key.</summary>
    /// <exception cref="QwenException">There is no such key.</exception>
    public static string Find(string name)
    {
        var plain = name.Trim().ToLowerInvariant();
        if (Named.GetValueOrDefault(plain) is { } key)
            return key;
        if (plain is [>= '!' and <= '~'])
            return plain;
        if (plain is ['f', .. var number] && int.TryParse(number, out var function) && function is >= 1 and <= 12)
            return $"F{function}";
        throw new QwenException($"'{name}' is no key of a keyboard. Keys are named like 'enter', 'ctrl', 'a', 'f5', 'pagedown'.");
    }
}
