namespace Qwen.Constraints.Tokens;

/// <summary>
/// A prefix tree over byte strings in arrays, level by level: the children of a node lie side by side in the order of their bytes.
/// Node 0 is the root.
/// </summary>
internal sealed class TokenTree
{
    private readonly List<int> firstChild = [0];
    private readonly List<int> childCount = [0];
    private readonly List<byte> bytes = [0];
    private readonly List<int> token = [-1];
    private readonly Dictionary<int, int[]> more = [];

    /// <summary>Builds the tree of the given entries; equal byte strings share a node.</summary>
    public TokenTree(List<(ReadOnlyMemory<byte> Bytes, int Id)> entries)
    {
        var sorted = entries.ToArray();
        Array.Sort(sorted, (a, b) => a.Bytes.Span.SequenceCompareTo(b.Bytes.Span) is not 0 and var order ? order : a.Id.CompareTo(b.Id));
        var queue = new Queue<(int Node, int Low, int High, int Depth)>();
        queue.Enqueue((0, 0, sorted.Length, 0));
        while (queue.TryDequeue(out var at))
        {
            var low = at.Low;
            while (low < at.High && sorted[low].Bytes.Length == at.Depth)
                low++;
            if (low > at.Low)
                token[at.Node] = sorted[at.Low].Id;
            if (low > at.Low + 1)
                more[at.Node] = [.. sorted[(at.Low + 1)..low].Select(e => e.Id)];
            firstChild[at.Node] = bytes.Count;
            while (low < at.High)
            {
                var value = sorted[low].Bytes.Span[at.Depth];
                var high = low + 1;
                while (high < at.High && sorted[high].Bytes.Span[at.Depth] == value)
                    high++;
                queue.Enqueue((bytes.Count, low, high, at.Depth + 1));
                bytes.Add(value);
                token.Add(-1);
                firstChild.Add(0);
                childCount.Add(0);
                childCount[at.Node]++;
                low = high;
            }
        }

        FirstChild = [.. firstChild];
        ChildCount = [.. childCount];
        Bytes = [.. bytes];
        Token = [.. token];
    }

    /// <summary>Number of nodes.</summary>
    public int Count => Bytes.Length;

    public int[] FirstChild { get; }

    public int[] ChildCount { get; }

    /// <summary>The byte that leads to each node.</summary>
    public byte[] Bytes { get; }

    /// <summary>The id that ends at each node, -1 for none.</summary>
    public int[] Token { get; }

    /// <summary>The child by a byte, -1 for none.</summary>
    public int Child(int node, byte value)
    {
        var first = FirstChild[node];
        var index = Bytes.AsSpan(first, ChildCount[node]).BinarySearch(value);
        return index < 0 ? -1 : first + index;
    }

    /// <summary>Adds the ids that end at a node.</summary>
    public void AddTokens(int node, List<int> into)
    {
        if (Token[node] < 0)
            return;
        into.Add(Token[node]);
        if (more.Count > 0 && more.TryGetValue(node, out var others))
            into.AddRange(others);
    }
}
