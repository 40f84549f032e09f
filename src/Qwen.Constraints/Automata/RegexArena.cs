using System.Runtime.CompilerServices;
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

    // what others are compared with by reference
    private readonly KeyValuePair<RegexKey, RegexNode>[] kept;
    private NumberLanguages? numbers;
    private int made;

    public RegexArena(Budget? budget = null)
    {
        Budget = budget ?? new Budget();
        Empty = Make(new RegexKey(RegexKind.Empty), nullable: false, positive: true);
        Epsilon = Make(new RegexKey(RegexKind.Epsilon), nullable: true, positive: true);
        AnyCharacter = Make(new RegexKey(RegexKind.Characters, Payload: CodePointSet.All), nullable: false, positive: true);
        AnyText = Repeat(AnyCharacter, 0, RegexNode.Unbounded);
        kept = [.. nodes];
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
    public NumberLanguages Numbers => numbers ??= new NumberLanguages(this);

    /// <summary>
    /// Lets go of what nobody uses: nodes in use stay as they are, but equal ones may be made a second time. Only between two calls, since
    /// a search knows nodes by reference.
    /// </summary>
    public void Forget()
    {
        nodes.Clear();
        words.Clear();
        foreach (var (key, node) in kept)
            nodes.Add(key, node);
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
        if (tree.Children.Count == 0)
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
        var kept = new HashSet<RegexNode>();
        CodePointSet? characters = null;
        foreach (var part in Flatten(parts, RegexKind.Union))
        {
            if (part == AnyText)
                return AnyText;
            if (part.Kind == RegexKind.Characters)
                characters = characters is null ? part.Characters! : characters.Union(part.Characters!);
            else if (part != Empty)
                kept.Add(part);
        }

        if (characters is not null)
            kept.Add(Characters(characters));
        if (kept.Contains(Epsilon) && kept.Any(p => p.Nullable && p != Epsilon))
            kept.Remove(Epsilon);
        return Combine(RegexKind.Union, kept, Empty, p => p.Nullable, any: true);
    }

    public RegexNode Intersection(params ReadOnlySpan<RegexNode> parts)
    {
        var kept = new HashSet<RegexNode>();
        CodePointSet? characters = null;
        int min = 0, max = RegexNode.Unbounded;
        foreach (var part in Flatten(parts, RegexKind.Intersection))
        {
            if (part == Empty)
                return Empty;
            if (part.Kind == RegexKind.Characters)
                characters = characters is null ? part.Characters! : characters.Intersect(part.Characters!);
            else if (part.Kind == RegexKind.Repeat && part.Parts[0] == AnyCharacter)
                (min, max) = (Math.Max(min, part.Min), Math.Min(max, part.Max));
            else
                kept.Add(part);
        }

        if (min > max)
            return Empty;
        if (kept.Contains(Epsilon))
            return min == 0 && characters is null && kept.All(p => p.Nullable) ? Epsilon : Empty;
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

        if (kept.Any(p => p.Kind == RegexKind.Complement && kept.Contains(p.Parts[0])))
            return Empty;
        return Combine(RegexKind.Intersection, kept, AnyText, p => p.Nullable, any: false);
    }

    private List<RegexNode> Flatten(ReadOnlySpan<RegexNode> parts, RegexKind kind)
    {
        var flat = new List<RegexNode>();
        foreach (var part in parts)
        {
            Budget.Spend(4 * (1 + part.Parts.Length));
            if (part.Kind == kind)
                flat.AddRange(part.Parts);
            else
                flat.Add(part);
        }

        return flat;
    }

    private RegexNode Combine(RegexKind kind, HashSet<RegexNode> kept, RegexNode none, Func<RegexNode, bool> nullable, bool any)
    {
        if (kept.Count == 0)
            return none;
        if (kept.Count == 1)
            return kept.First();
        if (kept.Count > MaxParts)
            throw TooComplex();
        Budget.Spend(8 * kept.Count);
        var parts = kept.OrderBy(p => p.Id).ToArray();
        var isNullable = any ? parts.Any(nullable) : parts.All(nullable);
        return Make(new RegexKey(kind, Parts: parts), isNullable, kind == RegexKind.Union && parts.All(p => p.Positive));
    }

    private RegexNode Make(RegexKey key, bool nullable, bool positive)
    {
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

    private static ConstraintException TooComplex() => new(
        "The constraint is too complex: one of its patterns or number conditions needs too many states "
        + "(counted repetitions inside one another, long counts together with other patterns, several multiples at once). Simplify it, "
        + "or lower its counts.");

    private readonly record struct RegexKey(
        RegexKind Kind,
        RegexNode? First = null,
        RegexNode? Second = null,
        RegexNode[]? Parts = null,
        object? Payload = null,
        int Min = 0,
        int Max = 0)
    {
        public bool Equals(RegexKey other) =>
            Kind == other.Kind && First == other.First && Second == other.Second && Min == other.Min && Max == other.Max
            && Equals(Payload, other.Payload) && Parts.AsSpan().SequenceEqual(other.Parts);

        public override int GetHashCode()
        {
            var code = default(HashCode);
            code.Add(Kind);
            code.Add(First is null ? 0 : First.Id);
            code.Add(Second is null ? 0 : Second.Id);
            code.Add(Min);
            code.Add(Max);
            code.Add(Payload);
            foreach (var part in Parts ?? [])
                code.Add(RuntimeHelpers.GetHashCode(part));
            return code.ToHashCode();
        }
    }
}
