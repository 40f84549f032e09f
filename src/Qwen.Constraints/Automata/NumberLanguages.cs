namespace Qwen.Constraints.Automata;

/// <summary>The ways in which JSON writes numbers and literals.</summary>
internal sealed class NumberLanguages
{
    private readonly RegexArena arena;

    public NumberLanguages(RegexArena arena)
    {
        this.arena = arena;
        var digit = arena.Characters(PatternClasses.Digits);
        var digits = arena.Repeat(digit, 1, RegexNode.Unbounded);
        var sign = arena.Repeat(arena.Text("-"), 0, 1);
        var whole = arena.Union(
            arena.Text("0"), arena.Sequence(arena.Characters(CodePointSet.Range('1', '9')), arena.Repeat(digit, 0, RegexNode.Unbounded)));
        var fraction = arena.Sequence(arena.Text("."), digits);
        var zeros = arena.Sequence(arena.Text("."), arena.Repeat(arena.Text("0"), 1, RegexNode.Unbounded));
        var exponent = arena.Sequence(
            arena.Characters(CodePointSet.Of("eE")),
            arena.Sequence(arena.Repeat(arena.Characters(CodePointSet.Of("+-")), 0, 1), arena.Repeat(digit, 1, 3)));
        var signed = arena.Sequence(sign, whole);
        Integer = arena.Union(
            arena.Text("0"),
            arena.Sequence(
                sign,
                arena.Sequence(
                    arena.Characters(CodePointSet.Range('1', '9')), arena.Repeat(digit, 0, RegexNode.Unbounded))));
        IntegerValued = arena.Sequence(signed, arena.Repeat(zeros, 0, 1));
        Plain = arena.Sequence(signed, arena.Repeat(fraction, 0, 1));
        Any = arena.Sequence(Plain, arena.Repeat(exponent, 0, 1));
        True = arena.Text("true");
        False = arena.Text("false");
        Null = arena.Text("null");
        Literals = arena.Union(True, False, Null);
        Everything = arena.Union(Literals, Any);
    }

    /// <summary>Whole numbers as they are usually written: a zero has no sign, which readers of unsigned numbers do not take.</summary>
    public RegexNode Integer { get; }

    /// <summary>Whole numbers, also those with zeros behind a point.</summary>
    public RegexNode IntegerValued { get; }

    /// <summary>Numbers without exponent.</summary>
    public RegexNode Plain { get; }

    /// <summary>All numbers.</summary>
    public RegexNode Any { get; }

    public RegexNode True { get; }

    public RegexNode False { get; }

    public RegexNode Null { get; }

    public RegexNode Literals { get; }

    /// <summary>Every value that is neither string, array nor object.</summary>
    public RegexNode Everything { get; }

    /// <summary>
    /// Everything outside a language. Beside a condition on single numbers, numbers with an exponent are left out: their value cannot be
    /// told digit by digit.
    /// </summary>
    public RegexNode Except(RegexNode language)
    {
        if (language == Everything)
            return arena.Empty;
        if (language == arena.Empty)
            return Everything;
        var numbers = arena.AreDisjoint(language, Any) ? Any : Plain;
        return arena.Intersection(arena.Union(Literals, numbers), arena.Complement(language));
    }

    /// <summary>Numbers in a relation to a bound.</summary>
    public RegexNode Compared(DecimalNumber bound, bool less, bool equal, bool greater) =>
        arena.Intersection(bound.IsZero ? Any : Plain, arena.Leaf(new DecimalComparison(bound, less, equal, greater)));
}
