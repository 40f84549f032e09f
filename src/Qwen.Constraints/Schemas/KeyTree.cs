using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// A prefix tree over the JSON spelling of property names. A node covers the names from <see cref="Low"/> to <see cref="High"/> in sorted
/// order. Nodes are made as they are come to: a name may be as long as a schema. Not thread-safe; its owner locks.
/// </summary>
internal sealed class KeyTree
{
    private readonly byte[][] sorted;
    private readonly int depth;
    private readonly byte[] bytes;
    private readonly int[] ends;
    private readonly KeyTree?[] children;

    private KeyTree(byte[][] sorted, int low, int high, int depth)
    {
        this.sorted = sorted;
        this.depth = depth;
        Low = low;
        High = high;
        if (low < high && sorted[low].Length == depth)
            Name = low++;
        var found = new List<(byte Value, int End)>();
        while (low < high)
        {
            var end = low + 1;
            while (end < high && sorted[end][depth] == sorted[low][depth])
                end++;
            found.Add((sorted[low][depth], end));
            low = end;
        }

        bytes = [.. found.Select(f => f.Value)];
        ends = [.. found.Select(f => f.End)];
        children = new KeyTree?[bytes.Length];
    }

    /// <summary>First name below, in sorted order.</summary>
    public int Low { get; }

    /// <summary>One behind the last name below.</summary>
    public int High { get; }

    /// <summary>The name that ends here, in sorted order; -1 for none.</summary>
    public int Name { get; } = -1;

    /// <summary>Bytes that go on.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    public KeyTree? Child(byte value)
    {
        var index = bytes.AsSpan().IndexOf(value);
        if (index < 0)
            return null;
        var begin = index > 0 ? ends[index - 1] : Name < 0 ? Low : Low + 1;
        return children[index] ??= new KeyTree(sorted, begin, ends[index], depth + 1);
    }

    /// <summary>Builds the tree; <paramref name="order"/> gives the number of each name by its place in sorted order.</summary>
    public static KeyTree Build(IReadOnlyList<string> names, out int[] order)
    {
        var spelled = names.Select(Spell).ToArray();
        var numbers = Enumerable.Range(0, names.Count).ToArray();
        Array.Sort(numbers, (a, b) => spelled[a].AsSpan().SequenceCompareTo(spelled[b]));
        order = numbers;
        return new KeyTree([.. numbers.Select(n => spelled[n])], 0, numbers.Length, 0);
    }

    private static byte[] Spell(string name)
    {
        if (name.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && name.AsSpan().IndexOfAny('"', '\\') < 0)
            return Encoding.UTF8.GetBytes(name);
        var text = new StringBuilder();
        foreach (var c in name)
            text.Append(c is < ' ' or '"' or '\\'
                ? JsonEncodedText.Encode(c.ToString(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()
                : c.ToString());
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
