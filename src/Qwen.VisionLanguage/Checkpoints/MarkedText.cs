using System.Text;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Text with a byte order mark, as editors and shells of Windows write it, becomes UTF-8 without one.</summary>
internal static class MarkedText
{
    /// <summary>The bytes behind the mark, converted where the mark is that of UTF-16 or UTF-32; all of them where there is none.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(byte[] bytes)
    {
        // the mark of UTF-32 begins with that of UTF-16
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            if (bytes.AsSpan().StartsWith(encoding.Preamble))
            {
                var rest = bytes.AsMemory(encoding.Preamble.Length);
                return encoding is UTF8Encoding ? rest : Encoding.Convert(encoding, Encoding.UTF8, rest.ToArray());
            }
        }

        return bytes;
    }
}
