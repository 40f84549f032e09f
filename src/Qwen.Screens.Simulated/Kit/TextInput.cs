using System.Globalization;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Text being typed, with the caret at its end. Lives as long as its page.</summary>
/// <param name="label">What is to be typed.</param>
/// <param name="isSecret">Whether only dots are shown.</param>
internal sealed class TextInput(string label, bool isSecret = false)
{
    /// <summary>Longest text kept, in UTF-16 units.</summary>
    public const int Longest = 4096;

    public string Label { get; } = label;

    public bool IsSecret { get; } = isSecret;

    public string Text { get; set; } = "";

    /// <summary>Whether line breaks are text; otherwise they confirm.</summary>
    public bool IsMultiline { get; init; }

    /// <summary>Called after every change.</summary>
    public Action? Changed { get; init; }

    /// <summary>Called when the enter key is pressed in a field of one line.</summary>
    public Action? Entered { get; init; }

    public void Append(string text)
    {
        var room = Longest - Text.Length;
        if (text.Length > room)
            text = text[..(room > 0 && char.IsHighSurrogate(text[room - 1]) ? room - 1 : room)];
        Text += text;
        Changed?.Invoke();
    }

    /// <summary>Removes the last character as people count them: an emoji with all its parts is one.</summary>
    public void RemoveLast()
    {
        if (Text.Length == 0)
            return;
        Text = Text[..StringInfo.ParseCombiningCharacters(Text)[^1]];
        Changed?.Invoke();
    }

    public void Clear()
    {
        Text = "";
        Changed?.Invoke();
    }
}
