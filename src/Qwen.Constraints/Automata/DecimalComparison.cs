namespace Qwen.Constraints.Automata;

/// <summary>
/// The decimals that stand in a given relation to a bound, compared digit by digit as they are written. Covers JSON numbers without
/// exponent; with a bound of zero also those with one, since an exponent changes neither the sign nor whether a number is zero.
/// </summary>
internal sealed record DecimalComparison(DecimalNumber Bound, bool Less, bool Equal, bool Greater) : LeafLanguage
{
    private static readonly int[] DigitMarks = [.. Enumerable.Range('0', 10).Prepend('.').Prepend('-')];

    private bool Negative { get; init; }

    // digits read before the point, or after it once Fractional is set
    private int Count { get; init; }

    private bool Fractional { get; init; }

    // how the magnitude read so far compares with as many digits of the bound
    private int Order { get; init; }

    public override bool Nullable => Count > 0 && Holds(SignedOrder(FinalOrder()));

    public override IEnumerable<int> Marks => DigitMarks.Append('E').Append('e');

    public override RegexNode Derive(RegexArena arena, int codePoint)
    {
        switch (codePoint)
        {
            case '-' when Count == 0 && !Negative:
                return Bound is { IsZero: false, Negative: false } ? Settled(arena, -1) : arena.Leaf(this with { Negative = true });
            case '.' when !Fractional && Count > 0:
                var order = WholeOrder();
                return order != 0 ? Settled(arena, SignedOrder(order)) : arena.Leaf(this with { Fractional = true, Count = 0, Order = 0 });
            case 'e' or 'E' when Bound.IsZero:
                return Settled(arena, SignedOrder(FinalOrder()));
            case >= '0' and <= '9':
                return Digit(arena, codePoint);
            default:
                return arena.Empty;
        }
    }

    private RegexNode Digit(RegexArena arena, int digit)
    {
        if (!Negative && Bound.Negative)
            return Settled(arena, 1);
        var against = Fractional ? Bound.Fraction : Bound.Whole;
        var order = Order != 0 ? Order : Count < against.Length ? digit.CompareTo(against[Count]) : Fractional ? digit.CompareTo('0') : 0;
        if (Fractional ? order != 0 : Count >= Bound.Whole.Length)
            return Settled(arena, SignedOrder(Fractional ? order : 1));
        var count = Fractional ? Math.Min(Count + 1, Bound.Fraction.Length + 1) : Count + 1;
        return arena.Leaf(this with { Count = count, Order = order });
    }

    private int WholeOrder() => Count < Bound.Whole.Length ? -1 : Order;

    private int FinalOrder()
    {
        if (Fractional)
            return Order != 0 ? Order : Count < Bound.Fraction.Length ? -1 : 0;
        var whole = WholeOrder();
        return whole != 0 ? whole : Bound.Fraction.Length > 0 ? -1 : 0;
    }

    // same sign or a bound of zero: the magnitudes decide; signs that differ were settled when the sign was read
    private int SignedOrder(int magnitude) => Negative ? -magnitude : magnitude;

    private bool Holds(int order) => order < 0 ? Less : order > 0 ? Greater : Equal;

    private RegexNode Settled(RegexArena arena, int order) => Holds(order) ? arena.AnyText : arena.Empty;
}
