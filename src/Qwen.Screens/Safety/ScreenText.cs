namespace Qwen.Screens.Safety;

/// <summary>Words that come from a screen or an untrusted caller, made fit to stand in a sentence.</summary>
internal static class ScreenText
{
    private const int Longest = 60;

    /// <summary>The text in quotes, on one line, short, without quotes of its own: whatever it says, it is seen to be quoted.</summary>
    public static string Quote(string text)
    {
        var line = string.Concat(
            text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c is '"' or '“' or '”' ? '\'' : c));
        return line.Length <= Longest ? $"\"{line}\"" : $"\"{line[..Longest]}…\"";
    }
}
