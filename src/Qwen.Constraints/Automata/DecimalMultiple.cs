namespace Qwen.Constraints.Automata;

/// <summary>
/// The decimals (without exponent) that are whole multiples of <paramref name="Step"/> / 10^<paramref name="Scale"/>, by keeping the
/// remainder of the digits read.
/// </summary>
internal sealed record DecimalMultiple(long Step, int Scale) : LeafLanguage
{
    private static readonly int[] DigitMarks = [.. Enumerable.Range('0', 10).Prepend('.').Prepend('-')];

    private long Remainder { get; init; }

    // digits read after the point; -1 before it
    private int Place { get; init; } = -1;

    public override bool Nullable
    {
        get
        {
            Int128 value = Remainder;
            for (var place = Math.Max(Place, 0); place < Scale; place++)
                value = value * 10 % Step;
            return value == 0;
        }
    }

    public override IEnumerable<int> Marks => DigitMarks;

    public override RegexNode Derive(RegexArena arena, int codePoint)
    {
        if (codePoint == '-')
            return arena.Leaf(this);
        if (codePoint == '.')
            return Place < 0 ? arena.Leaf(this with { Place = 0 }) : arena.Empty;
        if (codePoint is < '0' or > '9')
            return arena.Empty;
        if (Place == Scale)
            return codePoint == '0' ? arena.Leaf(this) : arena.Empty;
        var remainder = (long)(((Int128)Remainder * 10 + (codePoint - '0')) % Step);
        return arena.Leaf(this with { Remainder = remainder, Place = Place < 0 ? -1 : Place + 1 });
    }
}
