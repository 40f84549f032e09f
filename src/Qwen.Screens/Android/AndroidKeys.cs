using Qwen.Shared.Keys;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Android;

/// <summary>Names of keys to Android's.</summary>
internal static class AndroidKeys
{
    /// <summary>Android's name of a key.</summary>
    /// <exception cref="QwenException">There is no such key: names reach the device only from the table.</exception>
    public static string Find(string name) => KeyTable.Find(name, isPhone: true)?.Android is { } key
        ? "KEYCODE_" + key
        : throw new QwenException(
            $"'{name}' is no key of an Android device. Keys are named like 'enter', 'back', 'volume_up', 'ctrl', 'a'.");
}
