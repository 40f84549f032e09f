namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Python writes NaN, Infinity and -Infinity into JSON, which has no such numbers: they become texts here, which is no number for
/// those who want one, and nothing to all others.
/// </summary>
internal static class PythonNumbers
{
    /// <summary>Whether such numbers can be in a text.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> text) => text.IndexOf("NaN"u8) >= 0 || text.IndexOf("Infinity"u8) >= 0;

    /// <summary>The file's text with such numbers in quotes.</summary>
    public static byte[] ToTexts(ReadOnlySpan<byte> text)
    {
        var plain = new List<byte>(text.Length);
        var quoted = false;
        for (var at = 0; at < text.Length;)
        {
            var length = quoted ? 0 : LengthAt(text[at..]);
            if (length > 0)
            {
                plain.Add((byte)'"');
                plain.AddRange(text.Slice(at, length));
                plain.Add((byte)'"');
                at += length;
                continue;
            }

            if (quoted && text[at] == '\\' && at + 1 < text.Length)
                plain.Add(text[at++]);
            else if (text[at] == '"')
                quoted = !quoted;
            plain.Add(text[at++]);
        }

        return [.. plain];
    }

    private static int LengthAt(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3 : text.StartsWith("Infinity"u8) ? 8 : text.StartsWith("-Infinity"u8) ? 9 : 0;
}
