namespace Qwen.Constraints.Automata;

/// <summary>
/// Turns a parsed pattern into a language. Anchors and look-ahead speak about the rest of the text, so a pattern is compiled together
/// with what follows it: <c>(?=x)y</c> is the intersection of <c>x…</c> with <c>y</c> and all that follows.
/// </summary>
internal sealed class PatternCompiler(RegexArena arena, Func<string, ConstraintException> refuse)
{
    private const int MaxUnrolled = 16;

    /// <summary>Texts in which the pattern is found somewhere, as JSON Schema asks.</summary>
    public static RegexNode Search(RegexArena arena, string pattern, Func<string, ConstraintException> refuse)
    {
        var node = PatternParser.Parse(pattern, refuse);
        var compiler = new PatternCompiler(arena, refuse);
        var fromStart = compiler.Compile(node, arena.AnyText, atStart: true);
        if (!node.HasAssertion)
            return arena.Sequence(arena.AnyText, fromStart);
        var later = compiler.Compile(node, arena.AnyText, atStart: false);
        return arena.Union(fromStart, arena.Sequence(arena.Repeat(arena.AnyCharacter, 1, RegexNode.Unbounded), later));
    }

    /// <summary>Texts that the pattern matches from beginning to end.</summary>
    public static RegexNode Whole(RegexArena arena, string pattern, Func<string, ConstraintException> refuse) =>
        new PatternCompiler(arena, refuse).Compile(PatternParser.Parse(pattern, refuse), arena.Epsilon, atStart: true);

    private RegexNode Compile(PatternNode node, RegexNode rest, bool atStart)
    {
        if (!node.HasAssertion)
            return arena.Sequence(Plain(node), rest);
        switch (node.Kind)
        {
            case PatternKind.Start:
                return atStart ? rest : arena.Empty;
            case PatternKind.End:
                return rest.Nullable ? arena.Epsilon : arena.Empty;
            case PatternKind.Ahead:
                return arena.Intersection(Compile(node.Parts[0], arena.AnyText, atStart), rest);
            case PatternKind.NotAhead:
                return arena.Intersection(arena.Complement(Compile(node.Parts[0], arena.AnyText, atStart)), rest);
            case PatternKind.Choice:
                return arena.Union([.. node.Parts.Select(p => Compile(p, rest, atStart))]);
            case PatternKind.Sequence:
                return Sequence(node.Parts, rest, atStart);
            default:
                return Repeat(node, rest, atStart);
        }
    }

    private RegexNode Sequence(IReadOnlyList<PatternNode> parts, RegexNode rest, bool atStart)
    {
        var starts = new bool[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            starts[i] = atStart;
            if (atStart && parts[i] is { MayBeEmpty: true, ZeroWidth: false } && parts.Skip(i + 1).Any(HasStart))
                throw refuse("'^' behind something that may be empty cannot be enforced");
            atStart &= parts[i].ZeroWidth;
        }

        for (var i = parts.Count - 1; i >= 0; i--)
            rest = Compile(parts[i], rest, starts[i]);
        return rest;
    }

    private RegexNode Repeat(PatternNode node, RegexNode rest, bool atStart)
    {
        var inner = node.Parts[0];
        if (node.Max > MaxUnrolled)
            throw refuse("an anchor or look-ahead inside an open repetition cannot be enforced");
        if (node.Max > 1 && HasStart(inner))
            throw refuse("'^' inside a repetition cannot be enforced");
        for (var i = node.Max; i > 0; i--)
        {
            var taken = Compile(inner, rest, atStart && i == 1);
            rest = i > node.Min ? arena.Union(taken, rest) : taken;
        }

        return rest;
    }

    private RegexNode Plain(PatternNode node)
    {
        switch (node.Kind)
        {
            case PatternKind.Characters:
                return arena.Characters(node.Characters);
            case PatternKind.Choice:
                return arena.Union([.. node.Parts.Select(Plain)]);
            case PatternKind.Repeat:
                return arena.Repeat(Plain(node.Parts[0]), node.Min, node.Max);
            default:
                var result = arena.Epsilon;
                for (var i = node.Parts.Count - 1; i >= 0; i--)
                    result = arena.Sequence(Plain(node.Parts[i]), result);
                return result;
        }
    }

    private static bool HasStart(PatternNode node) => node.Kind == PatternKind.Start || (node.HasAssertion && node.Parts.Any(HasStart));
}
