namespace Qwen.Constraints.Automata;

/// <summary>The ways in which JSON writes numbers and literals.</summary>
internal sealed class NumberLanguages
{
    private const int MaxExponent = 299;

    private RegexArena arena;

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
            arena.Sequence(arena.Repeat(arena.Characters(CodePointSet.Of("+-")), 0, 1), PowerOfTen(digit)));
        var signed = arena.Sequence(sign, whole);
        Zeros = arena.Repeat(arena.Text("0"), 0, RegexNode.Unbounded);
        NoFraction = arena.Repeat(zeros, 0, 1);
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

    /// <summary>Zeros as they may follow a fraction.</summary>
    public RegexNode Zeros { get; }

    /// <summary>What may follow a whole number without changing it: nothing, or zeros behind a point.</summary>
    public RegexNode NoFraction { get; }

    public RegexNode True { get; }

    public RegexNode False { get; }

    public RegexNode Null { get; }

    public RegexNode Literals { get; }

    /// <summary>Every value that is neither string, array nor object.</summary>
    public RegexNode Everything { get; }

    /// <summary>The same languages, of which more are made in another arena: one that shares what this one has.</summary>
    public NumberLanguages For(RegexArena other)
    {
        var same = (NumberLanguages)MemberwiseClone();
        same.arena = other;
        return same;
    }

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

    /// <summary>
    /// Numbers above zero with one digit before the point and an exponent: all below ten to the power of <paramref name="places"/>, and
    /// the very small ones.
    /// </summary>
    public RegexNode Scientific(int? places)
    {
        if (places is 0)
            return arena.Empty;
        var digit = arena.Characters(PatternClasses.Digits);
        var mantissa = arena.Sequence(
            arena.Characters(CodePointSet.Range('1', '9')),
            arena.Repeat(arena.Sequence(arena.Text("."), arena.Repeat(digit, 1, RegexNode.Unbounded)), 0, 1));
        var large = places is { } most && most <= MaxExponent
            ? arena.Words(WordTree.Of(
                [.. Enumerable.Range(0, most).Select(power => power.ToString(System.Globalization.CultureInfo.InvariantCulture))]))
            : PowerOfTen(digit);
        var exponent = arena.Union(
            arena.Sequence(arena.Repeat(arena.Text("+"), 0, 1), large), arena.Sequence(arena.Text("-"), arena.Repeat(digit, 1, 2)));
        return arena.Sequence(mantissa, arena.Sequence(arena.Characters(CodePointSet.Of("eE")), exponent));
    }

    // up to 299, with leading zeros as many programs write them: further out there is hardly a number that can be read
    private RegexNode PowerOfTen(RegexNode digit) => arena.Union(
        arena.Repeat(digit, 1, 2), arena.Sequence(arena.Characters(CodePointSet.Of("012")), arena.Repeat(digit, 2, 2)));
}
