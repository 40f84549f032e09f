using System.Text;

namespace Qwen.VisionLanguage.Text;

/// <summary>
/// Turns the ids of one answer into text as they come. Bytes of an unfinished character wait for the rest, so that pieces joined
/// are equal to <see cref="QwenTokenizer.Decode(IEnumerable{int})"/> of all ids.
/// </summary>
/// <param name="tokenizer">The tokenizer the ids belong to.</param>
/// <remarks>One instance serves one answer; not thread-safe. Control tokens give no text.</remarks>
public sealed class TokenTextDecoder(QwenTokenizer tokenizer)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that the token completes, possibly empty; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="id">The next token of the answer.</param>
    public string Append(int id)
    {
        var bytes = tokenizer.GetBytes(id).Span;
        return bytes.IsEmpty ? "" : Decode(bytes, flush: false);
    }

    /// <summary>What is left at the answer's end: U+FFFD for an unfinished character, else nothing.</summary>
    public string Flush() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        // a waiting part of a character can add one replacement and completes at most one pair
        Span<char> stack = stackalloc char[256];
        var chars = bytes.Length + 4 <= stack.Length ? stack : new char[bytes.Length + 4];
        var count = decoder.GetChars(bytes, chars, flush);
        return chars[..count].ToString();
    }
}
