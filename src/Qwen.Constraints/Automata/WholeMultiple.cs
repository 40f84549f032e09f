using System.Globalization;

namespace Qwen.Constraints.Automata;

/// <summary>
/// The whole numbers within bounds that are multiples of a step, however large: whether a beginning leads to one is calculated and not
/// searched for, so that no state is ever in vain.
/// </summary>
/// <param name="Step">The step, above zero.</param>
/// <param name="Least">The least number; null for none. At most <see cref="MaxBound"/> away from zero, as the next one.</param>
/// <param name="Most">The greatest number; null for none.</param>
internal sealed record WholeMultiple(long Step, Int128? Least, Int128? Most) : LeafLanguage
{
    /// <summary>How far from zero bounds may be: ten times as much is still counted exactly.</summary>
    public static readonly Int128 MaxBound = Int128.Parse("1" + new string('0', 30), CultureInfo.InvariantCulture);

    private static readonly int[] DigitMarks = [.. Enumerable.Range('0', 10).Prepend('-')];

    private bool Negative { get; init; }

    // the magnitude of the digits read, or its remainder where no bound can matter any more; null before the first digit
    private Int128? Read { get; init; }

    private bool IsFree { get; init; }

    public override bool Nullable => Read is not null && Find() is { Places: 0 };

    public override bool IsSure => true;

    public override string Completion => Read is not null ? Digits() : Negative ? First()! : First() ?? "-" + AsNegative.First();

    public override IEnumerable<int> Marks => DigitMarks;

    // the least and the greatest magnitude of the sign at hand; a zero is told apart before
    private (Int128 First, Int128? Last) Magnitudes => Negative
        ? (Most < 0 ? -Most.Value : 1, -Least)
        : (Least > 0 ? Least.Value : 1, Most);

    private bool HasZero => !(Least > 0) && !(Most < 0);

    private WholeMultiple AsNegative => this with { Negative = true };

    /// <summary>The language, which is empty where no multiple lies within the bounds.</summary>
    public static RegexNode Of(RegexArena arena, long step, Int128? least, Int128? most)
    {
        var language = new WholeMultiple(step, least, most);
        return language.First() is null && language.AsNegative.First() is null ? arena.Empty : arena.Leaf(language);
    }

    public override RegexNode Derive(RegexArena arena, int codePoint)
    {
        if (codePoint == '-')
            return !Negative && Read is null && AsNegative.First() is not null ? arena.Leaf(AsNegative) : arena.Empty;
        if (codePoint is < '0' or > '9')
            return arena.Empty;
        if (Read is null && codePoint == '0')
            return HasZero && !Negative ? arena.Epsilon : arena.Empty;
        var read = ((Read ?? 0) * 10) + (codePoint - '0');
        var (first, last) = Magnitudes;
        var isFree = IsFree || (last is null && read >= first);
        var next = this with { Read = isFree ? read % Step : read, IsFree = isFree };
        return next.Find() is null ? arena.Empty : arena.Leaf(next);
    }

    // the first number of the sign at hand
    private string? First()
    {
        if (!Negative && HasZero)
            return "0";
        var (first, last) = Magnitudes;
        var number = (first + Step - 1) / Step * Step;
        return last is { } most && number > most ? null : number.ToString(CultureInfo.InvariantCulture);
    }

    // the nearest multiple that begins with the digits read, and how many digits it has more
    private (Int128 Number, int Places)? Find()
    {
        var (first, last) = IsFree ? (0, null) : Magnitudes;
        Int128 low = Read!.Value, high = low;
        for (var places = 0; last is null || low <= last; places++, low *= 10, high = (high * 10) + 9)
        {
            var number = (Int128.Max(low, first) + Step - 1) / Step * Step;
            if (number <= (last is { } most ? Int128.Min(high, most) : high))
                return (number, places);
        }

        return null;
    }

    private string Digits()
    {
        var (number, places) = Find()!.Value;
        var read = Read!.Value;
        for (var i = 0; i < places; i++)
            read *= 10;
        return places == 0 ? "" : (number - read).ToString(CultureInfo.InvariantCulture).PadLeft(places, '0');
    }
}
