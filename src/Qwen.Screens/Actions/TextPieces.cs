namespace Qwen.Screens.Actions;

/// <summary>Cuts a text into what is typed in one go: short runs of ASCII, short runs of anything else, line ends.</summary>
internal static class TextPieces
{
    private const int MaxLength = 24;

    /// <summary>The pieces in order; joined they are the lines with <c>\n</c> between.</summary>
    public static IEnumerable<string> Split(IReadOnlyList<string> lines)
    {
        var text = string.Join('\n', lines);
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = start + 1;
            if (text[start] != '\n')
            {
                while (end < text.Length && text[end] != '\n' && char.IsAscii(text[end]) == char.IsAscii(text[start])
                    && (end - start < MaxLength || char.IsLowSurrogate(text[end])))
                    end++;
            }

            yield return text[start..end];
        }
    }
}
