using System.Diagnostics.CodeAnalysis;

namespace Qwen.Constraints.Automata;

/// <summary>An immutable set of Unicode scalar values as sorted half-open ranges; surrogates are never members.</summary>
internal sealed class CodePointSet : IEquatable<CodePointSet>
{
    public const int Limit = 0x110000;
    public const int SurrogateFirst = 0xD800;
    public const int SurrogateEnd = 0xE000;

    public static readonly CodePointSet Empty = new([]);
    public static readonly CodePointSet All = new([0, SurrogateFirst, SurrogateEnd, Limit]);

    // [lo0, end0, lo1, end1, ...): the set changes membership at every entry
    private readonly int[] edges;
    private readonly int hash;

    private CodePointSet(int[] edges)
    {
        this.edges = edges;
        var code = default(HashCode);
        foreach (var edge in edges)
            code.Add(edge);
        hash = code.ToHashCode();
    }

    public ReadOnlySpan<int> Edges => edges;

    public bool IsEmpty => edges.Length == 0;

    public static CodePointSet Of(int codePoint) => Range(codePoint, codePoint);

    public static CodePointSet Range(int first, int last) =>
        first >= 0 && first <= last && (last < SurrogateFirst || (first >= SurrogateEnd && last < Limit))
            ? new CodePointSet([first, last + 1])
            : FromRanges([(first, last)]);

    /// <summary>Every character of the text.</summary>
    public static CodePointSet Of(string characters) => FromRanges(characters.EnumerateRunes().Select(r => (r.Value, r.Value)));

    /// <summary>Ranges with both ends included, in any order and overlapping at will.</summary>
    public static CodePointSet FromRanges(IEnumerable<(int First, int Last)> ranges)
    {
        var edges = new List<int>();
        foreach (var (first, last) in ranges.Where(r => r.First <= r.Last).OrderBy(r => r.First))
        {
            if (edges.Count > 0 && first <= edges[^1])
                edges[^1] = Math.Max(edges[^1], last + 1);
            else
                edges.AddRange([first, last + 1]);
        }

        return new CodePointSet([.. edges]).Intersect(All);
    }

    public bool Contains(int codePoint)
    {
        var index = Array.BinarySearch(edges, codePoint);
        return ((index >= 0 ? index : ~index - 1) & 1) == 0 && (index >= 0 || ~index > 0);
    }

    /// <summary>Whether a member lies in a half-open range.</summary>
    public bool Overlaps(int first, int end)
    {
        var index = Array.BinarySearch(edges, first);
        if (index < 0)
            index = ~index - 1;

        // inside of a range, or before the next one
        return (index >= 0 && (index & 1) == 0) || (index + 1 < edges.Length && edges[index + 1] < end);
    }

    public CodePointSet Union(CodePointSet other) => Combine(other, (a, b) => a || b);

    public CodePointSet Intersect(CodePointSet other) => Combine(other, (a, b) => a && b);

    public CodePointSet Except(CodePointSet other) => Combine(other, (a, b) => a && !b);

    public CodePointSet Complement() => All.Except(this);

    public bool Equals([NotNullWhen(true)] CodePointSet? other) =>
        other is not null && hash == other.hash && edges.AsSpan().SequenceEqual(other.edges);

    public override bool Equals(object? obj) => Equals(obj as CodePointSet);

    public override int GetHashCode() => hash;

    private CodePointSet Combine(CodePointSet other, Func<bool, bool, bool> keep)
    {
        if (ReferenceEquals(this, other) && keep(true, true))
            return this;
        var result = new List<int>(edges.Length + other.edges.Length);
        int i = 0, j = 0;
        var inside = false;
        while (i < edges.Length || j < other.edges.Length)
        {
            var at = Math.Min(i < edges.Length ? edges[i] : int.MaxValue, j < other.edges.Length ? other.edges[j] : int.MaxValue);
            if (i < edges.Length && edges[i] == at)
                i++;
            if (j < other.edges.Length && other.edges[j] == at)
                j++;
            if (keep((i & 1) == 1, (j & 1) == 1) != inside)
            {
                inside = !inside;
                result.Add(at);
            }
        }

        return new CodePointSet([.. result]);
    }
}
