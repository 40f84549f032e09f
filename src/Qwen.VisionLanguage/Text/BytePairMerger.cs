namespace Qwen.VisionLanguage.Text;

/// <summary>
/// Byte-pair merging: as long as two neighbouring tokens have a merge, the pair of lowest rank (of these the leftmost) becomes one.
/// </summary>
/// <remarks>
/// Pairs wait in a heap and tokens form a linked list, so a piece of n bytes costs O(n log n): a megabyte without a blank is no
/// trap. Holds its buffers from piece to piece; one instance serves one call, not thread-safe.
/// </remarks>
internal sealed class BytePairMerger(BytePairTable table)
{
    private const int None = -1;

    private readonly PriorityQueue<int, long> pairs = new();
    private int[] ids = new int[64];
    private int[] next = new int[64];
    private int[] previous = new int[64];

    /// <summary>Adds the tokens of one piece to <paramref name="output"/>.</summary>
    public void Append(ReadOnlySpan<byte> piece, List<int> output)
    {
        if (piece.IsEmpty)
            return;
        if (piece.Length == 1)
        {
            output.Add(table.ByteId(piece[0]));
            return;
        }

        Start(piece);
        Merge();
        for (var position = 0; position != None; position = next[position])
            output.Add(ids[position]);
    }

    private void Start(ReadOnlySpan<byte> piece)
    {
        if (ids.Length < piece.Length)
        {
            var size = (int)Math.Min(Array.MaxLength, Math.Max(piece.Length, 2L * ids.Length));
            ids = new int[size];
            next = new int[size];
            previous = new int[size];
        }

        for (var i = 0; i < piece.Length; i++)
        {
            ids[i] = table.ByteId(piece[i]);
            next[i] = i + 1 < piece.Length ? i + 1 : None;
            previous[i] = i - 1;
        }

        pairs.Clear();
        for (var i = 0; i + 1 < piece.Length; i++)
            Propose(i);
    }

    private void Merge()
    {
        while (pairs.TryDequeue(out var position, out var priority))
        {
            // a pair that has meanwhile lost or changed one of its tokens is out of date
            var right = next[position];
            if (ids[position] == None || right == None || !table.TryGetMerge(ids[position], ids[right], out var merge)
                || merge.Rank != (int)(priority >> 32))
                continue;

            ids[position] = merge.Id;
            ids[right] = None;
            next[position] = next[right];
            if (next[position] != None)
            {
                previous[next[position]] = position;
                Propose(position);
            }

            if (previous[position] != None)
                Propose(previous[position]);
        }
    }

    // by rank, then from left to right
    private void Propose(int position)
    {
        if (table.TryGetMerge(ids[position], ids[next[position]], out var merge))
            pairs.Enqueue(position, ((long)merge.Rank << 32) | (uint)position);
    }
}
