using System.Runtime.InteropServices;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Automata;

/// <summary>
/// Makes regular languages, simplified and shared, and takes their derivatives. Not thread-safe; its owner locks.
/// </summary>
/// <remarks>
/// Brzozowski derivatives (J. ACM 11(4), 1964) over ranges of code points: intersection and complement cost no more than union, and only
/// the states that are really visited come into being.
/// </remarks>
internal sealed partial class RegexArena
{
    private const int MaxParts = 4096;

    private readonly Dictionary<RegexKey, RegexNode> nodes = [];
    private readonly Dictionary<WordTree, RegexNode> words = [];
    private readonly Dictionary<string, RegexNode> named = [];

    // used again and again: no union or intersection is made while another one is, and no row of derivatives either
    private readonly List<RegexNode> operands = [];
    private readonly List<RegexTransition> row = [];

    // what every arena has, complete and never changed
    private readonly RegexArena? common;
    private int made;

    /// <summary>Begins with what all arenas share.</summary>
    public RegexArena(Budget? budget = null)
    {
        common = Common;
        made = common.made;
        Budget = budget ?? new Budget();
        (Empty, Epsilon, AnyCharacter, AnyText) = (common.Empty, common.Epsilon, common.AnyCharacter, common.AnyText);
        Numbers = common.Numbers.For(this);
    }

    /// <summary>What may still be made.</summary>
    public Budget Budget { get; }

    /// <summary>No text at all.</summary>
    public RegexNode Empty { get; }

    /// <summary>The empty text.</summary>
    public RegexNode Epsilon { get; }

    public RegexNode AnyCharacter { get; }

    public RegexNode AnyText { get; }

    /// <summary>The languages of JSON's numbers and literals.</summary>
    public NumberLanguages Numbers { get; }

    /// <summary>
    /// Lets go of what nobody uses: nodes in use stay as they are, but equal ones may be made a second time. Only between two calls, since
    /// a search knows nodes by reference.
    /// </summary>
    public void Forget()
    {
        nodes.Clear();
        words.Clear();
    }

    /// <summary>A language under a name, made on the first call.</summary>
    public RegexNode Named(string name, Func<RegexNode> make)
    {
        if (!named.TryGetValue(name, out var node))
            named.Add(name, node = make());
        return node;
    }

    public RegexNode Characters(CodePointSet set) =>
        set.IsEmpty ? Empty : Make(new RegexKey(RegexKind.Characters, Payload: set), nullable: false, positive: true);

    public RegexNode Text(string text)
    {
        var node = Epsilon;
        foreach (var rune in text.EnumerateRunes().Reverse())
            node = Sequence(Characters(CodePointSet.Of(rune.Value)), node);
        return node;
    }

    public RegexNode Leaf(LeafLanguage leaf) =>
        Make(new RegexKey(RegexKind.Leaf, Payload: leaf), leaf.Nullable, positive: leaf.IsSure);

    public RegexNode Words(WordTree tree)
    {
        if (tree.Count == 0)
            return tree.IsWord ? Epsilon : Empty;
        if (!words.TryGetValue(tree, out var node))
            words.Add(tree, node = Leaf(new WordLeaf(tree)));
        return node;
    }

    public RegexNode AnyLength(int min, int max) => Repeat(AnyCharacter, min, max);

    public RegexNode Sequence(RegexNode first, RegexNode second)
    {
        if (first == Empty || second == Empty)
            return Empty;
        if (first == Epsilon)
            return second;
        if (second == Epsilon)
            return first;
        if (first.Kind == RegexKind.Sequence)
            return Chained(first, second);
        if (first == AnyText && IsChoice(second) && BeginsAnyhow(second, AnyCharacter, new Steps { Left = MaxFiniteSteps }))
            return second;
        if (second == AnyText && IsChoice(first) && EndsAnyhow(first, AnyCharacter, new Steps { Left = MaxFiniteSteps }))
            return first;
        if (first.Kind == RegexKind.Repeat && first is { Min: 0, Max: RegexNode.Unbounded })
        {
            // x* x* = x*
            var next = second.Kind == RegexKind.Sequence ? second.Parts[0] : second;
            if (next.Kind == RegexKind.Repeat && next.Parts[0] == first.Parts[0] && next.Max == RegexNode.Unbounded)
                return second;
        }

        return Make(
            new RegexKey(RegexKind.Sequence, First: first, Second: second),
            first.Nullable && second.Nullable,
            first.Positive && second.Positive);
    }

    // a sequence leans to the right: the parts of the first one by one, from its end
    private RegexNode Chained(RegexNode first, RegexNode second)
    {
        var parts = new List<RegexNode>();
        for (; first.Kind == RegexKind.Sequence; first = first.Parts[1])
        {
            Budget.Spend(1);
            parts.Add(first.Parts[0]);
        }

        parts.Add(first);
        for (var i = parts.Count - 1; i >= 0; i--)
            second = Sequence(parts[i], second);
        return second;
    }

    public RegexNode Repeat(RegexNode inner, int min, int max)
    {
        if (inner.Nullable)
            min = 0;
        if (max == 0 || inner == Epsilon || (inner == Empty && min == 0))
            return Epsilon;
        if (inner == Empty || (min == 1 && max == 1))
            return inner;
        if (inner.Kind == RegexKind.Repeat && inner is { Min: <= 1, Max: RegexNode.Unbounded })
        {
            // (x*){a,b} = x*, (x+){a,} = x{a,}
            if (inner.Min == 0)
                return inner;
            if (max == RegexNode.Unbounded)
                return Repeat(inner.Parts[0], min, max);
        }

        return Make(new RegexKey(RegexKind.Repeat, First: inner, Min: min, Max: max), min == 0, inner.Positive);
    }

    public RegexNode Complement(RegexNode inner)
    {
        if (inner == Empty)
            return AnyText;
        if (inner == AnyText)
            return Empty;
        return inner.Kind == RegexKind.Complement
            ? inner.Parts[0]
            : Make(new RegexKey(RegexKind.Complement, First: inner), !inner.Nullable, positive: false);
    }

    public RegexNode Union(params ReadOnlySpan<RegexNode> parts)
    {
        if (parts is [var a, var b])
        {
            if (a == b || b == Empty || a == AnyText)
                return a;
            if (a == Empty || b == AnyText)
                return b;
        }

        var kept = Flatten(parts, RegexKind.Union);
        CodePointSet? characters = null;
        var count = 0;
        bool hasEmptyText = false, isNullable = false;
        foreach (var part in CollectionsMarshal.AsSpan(kept))
        {
            if (part == AnyText)
                return AnyText;
            if (part.Kind == RegexKind.Characters)
            {
                characters = characters is null ? part.Characters! : characters.Union(part.Characters!);
            }
            else if (part == Epsilon)
            {
                hasEmptyText = true;
            }
            else if (part != Empty)
            {
                isNullable |= part.Nullable;
                kept[count++] = part;
            }
        }

        kept.RemoveRange(count, kept.Count - count);
        if (characters is not null)
            kept.Add(Characters(characters));
        if (hasEmptyText && !isNullable)
            kept.Add(Epsilon);
        return Combine(RegexKind.Union, kept, Empty);
    }

    public RegexNode Intersection(params ReadOnlySpan<RegexNode> parts)
    {
        if (parts is [var a, var b])
        {
            if (a == b || a == Empty || b == AnyText)
                return a;
            if (b == Empty || a == AnyText)
                return b;
        }

        var kept = Flatten(parts, RegexKind.Intersection);
        CodePointSet? characters = null;
        int min = 0, max = RegexNode.Unbounded, count = 0;
        bool hasEmptyText = false, isNullable = true;
        foreach (var part in CollectionsMarshal.AsSpan(kept))
        {
            if (part == Empty)
                return Empty;
            if (part.Kind == RegexKind.Characters)
            {
                characters = characters is null ? part.Characters! : characters.Intersect(part.Characters!);
            }
            else if (part.Kind == RegexKind.Repeat && part.Parts[0] == AnyCharacter)
            {
                (min, max) = (Math.Max(min, part.Min), Math.Min(max, part.Max));
            }
            else
            {
                hasEmptyText |= part == Epsilon;
                isNullable &= part.Nullable;
                kept[count++] = part;
            }
        }

        kept.RemoveRange(count, kept.Count - count);
        if (min > max)
            return Empty;
        if (hasEmptyText)
            return min == 0 && characters is null && isNullable ? Epsilon : Empty;
        if (characters is not null)
        {
            if (min > 1 || max < 1)
                return Empty;
            kept.Add(Characters(characters));
        }
        else if (min > 0 || max < RegexNode.Unbounded)
        {
            kept.Add(AnyLength(min, max));
        }

        return Combine(RegexKind.Intersection, kept, AnyText);
    }

    private List<RegexNode> Flatten(ReadOnlySpan<RegexNode> parts, RegexKind kind)
    {
        operands.Clear();
        foreach (var part in parts)
        {
            Budget.Spend(4 * (1 + part.Parts.Length));
            if (part.Kind == kind)
                operands.AddRange(part.Parts);
            else
                operands.Add(part);
        }

        return operands;
    }

    // each operand once, in the order of their making
    private RegexNode Combine(RegexKind kind, List<RegexNode> kept, RegexNode none)
    {
        var sorted = CollectionsMarshal.AsSpan(kept);
        sorted.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        var count = 0;
        bool any = false, all = true, positive = true;
        foreach (var part in sorted)
        {
            if (count > 0 && sorted[count - 1] == part)
                continue;
            sorted[count++] = part;
            any |= part.Nullable;
            all &= part.Nullable;
            positive &= part.Positive;
        }

        sorted = sorted[..count];
        if (count == 0)
            return none;
        if (kind == RegexKind.Intersection && HasOpposites(sorted))
            return Empty;
        if (count == 1)
            return sorted[0];
        if (count > MaxParts)
            throw TooComplex();
        Budget.Spend(8 * count);
        var isUnion = kind == RegexKind.Union;
        return Make(new RegexKey(kind, Parts: sorted.ToArray()), isUnion ? any : all, isUnion && positive);
    }

    // in the order of their numbers, of which each has its own
    private static bool HasOpposites(ReadOnlySpan<RegexNode> sorted)
    {
        foreach (var part in sorted)
        {
            if (part.Kind != RegexKind.Complement)
                continue;
            var opposite = part.Parts[0];
            int low = 0, high = sorted.Length;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (sorted[middle].Id < opposite.Id)
                    low = middle + 1;
                else
                    high = middle;
            }

            if (low < sorted.Length && sorted[low] == opposite)
                return true;
        }

        return false;
    }

    private RegexNode Make(RegexKey key, bool nullable, bool positive)
    {
        if (FindCommon(key) is { } everyones)
            return everyones;
        if (nodes.TryGetValue(key, out var known))
            return known;
        Budget.Spend(25);
        RegexNode[] parts = key.Parts ?? (key.First is null ? [] : key.Second is null ? [key.First] : [key.First, key.Second]);
        var depth = DepthOf(key.Kind, parts);
        if (depth > ConstraintLimits.LanguageDepth)
            throw new ConstraintException(
                $"The constraint is too complex: its patterns are nested deeper than {ConstraintLimits.LanguageDepth}. "
                + "Write repetitions side by side instead of inside one another.");
        Budget.Hold(200 + (32 * parts.Length));
        var node = new RegexNode(this, made++, key.Kind, nullable)
        {
            Depth = depth,
            Shortest = nullable ? 0 : ShortestOf(key, parts),
            Positive = positive,
            Characters = key.Payload as CodePointSet,
            Leaf = key.Payload as LeafLanguage,
            Parts = parts,
            Min = key.Min,
            Max = key.Max,
        };
        nodes.Add(key, node);
        return node;
    }

    // how deep the search for derivatives goes: along a sequence it goes step by step
    private static int DepthOf(RegexKind kind, RegexNode[] parts)
    {
        var depth = 0;
        foreach (var part in parts)
            depth = Math.Max(depth, part.Depth);
        return kind == RegexKind.Sequence ? Math.Max(parts[0].Depth + 1, parts[1].Depth) : depth + 1;
    }

    // what is made of more characters than are ever written counts as so many
    private static int ShortestOf(RegexKey key, RegexNode[] parts) => key.Kind switch
    {
        RegexKind.Empty => RegexNode.Unbounded,
        RegexKind.Sequence => (int)Math.Min(RegexNode.Unbounded, (long)parts[0].Shortest + parts[1].Shortest),
        RegexKind.Repeat => (int)Math.Min(RegexNode.Unbounded, (long)parts[0].Shortest * key.Min),
        RegexKind.Union => parts.Min(part => part.Shortest),
        RegexKind.Intersection => parts.Max(part => part.Shortest),
        _ => 1,
    };

    private static ConstraintException TooComplex() => new(
        "The constraint is too complex: one of its patterns or number conditions needs too many states "
        + "(counted repetitions inside one another, long counts together with other patterns, several multiples at once). Simplify it, "
        + "or lower its counts.");
}
