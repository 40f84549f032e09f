namespace Qwen.Constraints.Automata;

internal sealed partial class RegexArena
{
    private const int MaxCountedStates = 20_000;

    // so many are taken one after the other
    private const int FewParts = 3;

    /// <summary>The derivative by one character.</summary>
    public RegexNode Derive(RegexNode node, int codePoint)
    {
        var transitions = Transitions(node);
        int low = 0, high = transitions.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (transitions[middle].First <= codePoint)
                low = middle;
            else
                high = middle - 1;
        }

        return transitions[low].Target;
    }

    /// <summary>The derivatives by every character, as ranges that cover all code points; surrogates lead nowhere.</summary>
    public RegexTransition[] Transitions(RegexNode node)
    {
        if (node.Derivatives is { } known)
            return known;
        var result = node.Kind switch
        {
            RegexKind.Empty or RegexKind.Epsilon => [new(0, Empty)],
            RegexKind.Characters => OfSet(node.Characters!),
            RegexKind.Leaf => OfLeaf(node.Leaf!),
            RegexKind.Sequence => OfSequence(node),
            RegexKind.Repeat => OfRepeat(node),
            RegexKind.Complement => OfComplement(node.Parts[0]),
            _ => OfCombination(node),
        };
        return Keep(node, result);
    }

    /// <summary>Whether a character beyond ASCII may come next.</summary>
    public bool GoesBeyondAscii(RegexNode node)
    {
        if (node.BeyondAscii is { } known)
            return known;
        var transitions = Transitions(node);
        var beyond = transitions[^1].Target != Empty;
        for (var i = transitions.Length - 1; i > 0 && transitions[i].First > 0x80; i--)
            beyond |= transitions[i - 1].Target != Empty;
        node.BeyondAscii = beyond;
        return beyond;
    }

    /// <summary>
    /// How many texts belong to the language, counted no further than a limit; a language too rich to count has as many as that, or as
    /// many as are given for it.
    /// </summary>
    public int CountUpTo(RegexNode node, int limit, int? ifTooRich = null)
    {
        if (limit <= 0 || !IsLive(node))
            return 0;
        if (node.Leaf is WordLeaf words)
            return CountWords(words.Tree, limit);
        const long Unknown = -1;
        var counts = new Dictionary<RegexNode, long> { [node] = Unknown };
        var path = new List<(RegexNode Node, int Next, long Count)> { (node, 0, node.Nullable ? 1 : 0) };
        while (true)
        {
            Budget.Spend(10);
            var (at, next, count) = path[^1];
            var transitions = Transitions(at);
            if (next == transitions.Length)
            {
                counts[at] = count;
                path.RemoveAt(path.Count - 1);
                if (path.Count == 0)
                    return (int)count;
                continue; // the one before finds it known
            }

            var target = transitions[next].Target;
            long known = 0;
            if (IsLive(target) && !counts.TryGetValue(target, out known))
            {
                if (counts.Count == MaxCountedStates)
                    return ifTooRich ?? limit;
                counts.Add(target, Unknown);
                path.Add((target, 0, target.Nullable ? 1 : 0));
                continue;
            }

            // what comes back to itself has texts without end
            var end = next + 1 < transitions.Length ? transitions[next + 1].First : CodePointSet.Limit;
            count += known * (end - transitions[next].First);
            if (known == Unknown || count >= limit)
                return limit;
            path[^1] = (at, next + 1, count);
        }
    }

    private int CountWords(WordTree words, int limit)
    {
        var count = 0;
        var open = new Stack<WordTree>([words]);
        while (count < limit && open.TryPop(out var at))
        {
            Budget.Spend(10);
            count += at.IsWord ? 1 : 0;
            foreach (var child in at.Behind)
                open.Push(child);
        }

        return count;
    }

    /// <summary>Whether two languages share no text.</summary>
    public bool AreDisjoint(RegexNode a, RegexNode b) => !IsLive(Intersection(a, b));

    /// <summary>Whether a text belongs to the language.</summary>
    public bool Matches(RegexNode node, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (node == Empty)
                return false;
            node = Derive(node, rune.Value);
        }

        return node.Nullable;
    }

    private RegexTransition[] OfSet(CodePointSet set)
    {
        var result = new List<RegexTransition>();
        var inside = false;
        if (set.Edges[0] != 0)
            result.Add(new(0, Empty));
        foreach (var edge in set.Edges)
        {
            inside = !inside;
            if (edge < CodePointSet.Limit)
                result.Add(new(edge, inside ? Epsilon : Empty));
        }

        return [.. result];
    }

    private RegexTransition[] OfLeaf(LeafLanguage leaf)
    {
        var result = new List<RegexTransition> { new(0, leaf.Derive(this, 0)) };
        foreach (var mark in leaf.Marks)
        {
            if (result[^1].First == mark)
                result[^1] = new(mark, leaf.Derive(this, mark));
            else
                Append(result, mark, leaf.Derive(this, mark));
            Append(result, mark + 1, leaf.Derive(this, mark + 1));
        }

        return [.. result];
    }

    // behind parts that may be empty what follows them begins too: those from the last to the first
    private RegexTransition[] OfSequence(RegexNode node)
    {
        var open = new Stack<RegexNode>();
        var at = node;
        for (; at is { Kind: RegexKind.Sequence, Derivatives: null } && at.Parts[0].Nullable; at = at.Parts[1])
            open.Push(at);
        var result = at is { Kind: RegexKind.Sequence, Derivatives: null } ? Keep(at, Head(at)) : Transitions(at);
        while (open.TryPop(out var sequence))
            result = Keep(sequence, Merge(Head(sequence), result, (a, b) => Union(a, b)));
        return result;
    }

    private RegexTransition[] Head(RegexNode sequence)
    {
        var second = sequence.Parts[1];
        return Map(Transitions(sequence.Parts[0]), target => Sequence(target, second));
    }

    private RegexTransition[] OfRepeat(RegexNode node)
    {
        var inner = node.Parts[0];
        var rest = Repeat(inner, Math.Max(node.Min - 1, 0), node.Max == RegexNode.Unbounded ? node.Max : node.Max - 1);
        return Map(Transitions(inner), target => Sequence(target, rest));
    }

    private RegexTransition[] OfComplement(RegexNode inner)
    {
        var flipped = Map(Transitions(inner), Complement);
        return Merge(flipped, Transitions(AnyCharacter), (target, scalar) => scalar == Empty ? Empty : target);
    }

    private RegexTransition[] OfCombination(RegexNode node)
    {
        if (node.Parts.Length <= FewParts)
        {
            var merged = Transitions(node.Parts[0]);
            for (var i = 1; i < node.Parts.Length; i++)
            {
                merged = node.Kind == RegexKind.Union
                    ? Merge(merged, Transitions(node.Parts[i]), (a, b) => Union(a, b))
                    : Merge(merged, Transitions(node.Parts[i]), (a, b) => Intersection(a, b));
            }

            return merged;
        }

        // all parts side by side from one mark to the next: two by two, what is found first would be gone through again and again
        var parts = Array.ConvertAll(node.Parts, Transitions);
        var marks = new SortedSet<int>();
        foreach (var part in parts)
        {
            Budget.Spend(4 * part.Length);
            foreach (var (first, _) in part)
                marks.Add(first);
        }

        var result = new List<RegexTransition>(marks.Count);
        var at = new int[parts.Length];
        var targets = new RegexNode[parts.Length];
        foreach (var mark in marks)
        {
            Budget.Spend(parts.Length);
            var isEmpty = false;
            for (var i = 0; i < parts.Length; i++)
            {
                while (at[i] + 1 < parts[i].Length && parts[i][at[i] + 1].First <= mark)
                    at[i]++;
                targets[i] = parts[i][at[i]].Target;
                isEmpty |= targets[i] == Empty;
            }

            Append(result, mark, node.Kind == RegexKind.Union ? Union(targets) : isEmpty ? Empty : Intersection(targets));
        }

        return [.. result];
    }

    private RegexTransition[] Keep(RegexNode node, RegexTransition[] transitions)
    {
        if (node.Derivatives is null)
            Budget.Hold(32 + (16 * transitions.Length));
        return node.Derivatives = transitions;
    }

    private RegexTransition[] Map(RegexTransition[] source, Func<RegexNode, RegexNode> change)
    {
        Budget.Spend(source.Length);
        row.Clear();
        foreach (var (first, target) in source)
            Append(row, first, change(target));
        return [.. row];
    }

    private RegexTransition[] Merge(RegexTransition[] a, RegexTransition[] b, Func<RegexNode, RegexNode, RegexNode> combine)
    {
        Budget.Spend(a.Length + b.Length);
        row.Clear();
        int i = 0, j = 0;
        while (i < a.Length || j < b.Length)
        {
            var at = Math.Min(i < a.Length ? a[i].First : int.MaxValue, j < b.Length ? b[j].First : int.MaxValue);
            if (i < a.Length && a[i].First == at)
                i++;
            if (j < b.Length && b[j].First == at)
                j++;
            Append(row, at, combine(a[i - 1].Target, b[j - 1].Target));
        }

        return [.. row];
    }

    private static void Append(List<RegexTransition> list, int first, RegexNode target)
    {
        if (list.Count == 0 || list[^1].Target != target)
            list.Add(new(first, target));
    }
}
