using System.Text;

namespace Qwen.VisionLanguage.Text;

/// <summary>Encodes a text piece by piece, no further than is asked for, and knows which characters each token stands for.</summary>
/// <param name="table">The merges.</param>
/// <param name="bytes">Bytes by token id.</param>
/// <param name="text">The text, normalised where that is wanted.</param>
/// <param name="inPieces">Whether the family's pattern cuts the text first; otherwise it is one piece.</param>
/// <remarks>One instance serves one call; not thread-safe.</remarks>
internal sealed class PlacedTokens(BytePairTable table, ReadOnlyMemory<byte>[] bytes, string text, bool inPieces)
{
    private readonly BytePairMerger merger = new(table);
    private readonly List<int> ids = [];
    private byte[] buffer = new byte[256];
    private int position;

    /// <summary>The text that offsets belong to.</summary>
    public string Text => text;

    /// <summary>The tokens so far.</summary>
    public List<PlacedToken> Tokens { get; } = [];

    /// <summary>Encodes until there are that many tokens, to the end of the piece, or until the text ends.</summary>
    public void Take(int count)
    {
        while (Tokens.Count < count && position < text.Length)
        {
            var rest = text.AsSpan(position);
            var length = inPieces ? PieceScanner.NextLength(rest) : rest.Length;
            Add(rest[..length]);
            position += length;
        }
    }

    /// <summary>How many of the first tokens, at most that many, end where a character ends.</summary>
    public int WholeCount(int most)
    {
        var count = Math.Clamp(most, 0, Tokens.Count);
        while (count > 0 && !Tokens[count - 1].EndsCharacter)
            count--;
        return count;
    }

    private void Add(ReadOnlySpan<char> piece)
    {
        var size = Encoding.UTF8.GetByteCount(piece);
        if (buffer.Length < size)
            buffer = new byte[Math.Max(size, 2 * buffer.Length)];
        Encoding.UTF8.GetBytes(piece, buffer);
        ids.Clear();
        merger.Append(buffer.AsSpan(0, size), ids);

        // walks over characters and tokens side by side, byte by byte of both
        var at = 0;
        var (left, units) = Next(piece);
        foreach (var id in ids)
        {
            var start = at;
            var end = at;
            for (var more = bytes[id].Length; more > 0;)
            {
                var step = Math.Min(more, left);
                more -= step;
                left -= step;
                end = at + units;
                if (left > 0)
                    continue;
                at = end;
                if (at < piece.Length)
                    (left, units) = Next(piece[at..]);
            }

            Tokens.Add(new PlacedToken(id, position + start, position + end, at == end));
        }
    }

    // bytes and UTF-16 units of the first character; a lone surrogate counts as U+FFFD
    private static (int Bytes, int Units) Next(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out var units);
        return (rune.Utf8SequenceLength, units);
    }
}
