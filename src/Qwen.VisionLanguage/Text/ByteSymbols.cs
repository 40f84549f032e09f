namespace Qwen.VisionLanguage.Text;

/// <summary>
/// The printable characters that stand for bytes in a byte-level vocabulary: 33–126, 161–172 and 174–255 stand for
/// themselves, the other 68 bytes, in increasing order, are U+0100, U+0101, ….
/// </summary>
internal static class ByteSymbols
{
    private static readonly char[] Symbols = BuildSymbols();
    private static readonly short[] Bytes = BuildBytes();

    /// <summary>The symbol of a byte.</summary>
    public static char Symbol(byte value) => Symbols[value];

    /// <summary>The bytes a vocabulary entry stands for; null when a character of it is no byte symbol.</summary>
    public static byte[]? ToBytes(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] >= Bytes.Length || Bytes[token[i]] < 0)
                return null;
            bytes[i] = (byte)Bytes[token[i]];
        }

        return bytes;
    }

    private static char[] BuildSymbols()
    {
        var symbols = new char[256];
        var next = '\u0100';
        for (var value = 0; value < 256; value++)
            symbols[value] = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)value : next++;
        return symbols;
    }

    private static short[] BuildBytes()
    {
        var bytes = new short[Symbols.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < 256; value++)
            bytes[Symbols[value]] = (short)value;
        return bytes;
    }
}
