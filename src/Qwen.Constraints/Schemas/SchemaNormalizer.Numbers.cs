using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <content>Numbers, true, false and null.</content>
internal sealed partial class SchemaNormalizer
{
    private (RegexNode Bare, RegexNode Written) BareOf(SchemaNode node, SchemaKeywords keywords, SchemaTypes types)
    {
        var literals = arena.Union(
            types.HasFlag(SchemaTypes.Null) ? Numbers.Null : arena.Empty,
            types.HasFlag(SchemaTypes.Boolean) ? arena.Union(Numbers.True, Numbers.False) : arena.Empty);
        if ((types & (SchemaTypes.Integer | SchemaTypes.Number)) == 0)
            return (literals, literals);
        var whole = !types.HasFlag(SchemaTypes.Number);
        var bounds = Bounds(node, keywords);
        if (whole && WholeMultiples(node, keywords, bounds) is { } multiples)
            return (arena.Union(literals, multiples), arena.Union(literals, multiples));
        var conditions = bounds.ConvertAll(
            bound => arena.Leaf(new DecimalComparison(bound.Value, !bound.IsLeast, !bound.IsStrict, bound.IsLeast)));
        var isBounded = bounds.Exists(bound => !bound.Value.IsZero);
        if (keywords.Has(SchemaKeyword.MultipleOf))
            conditions.Add(Multiples(node, keywords));
        var isPlain = isBounded || keywords.Has(SchemaKeyword.MultipleOf);
        var number = arena.Intersection([whole ? Numbers.IntegerValued : isPlain ? Numbers.Plain : Numbers.Any, .. conditions]);
        var written = whole && !options.AnyNumberSpelling ? arena.Intersection([Numbers.Integer, .. conditions]) : number;
        if (!whole && isBounded && !keywords.Has(SchemaKeyword.MultipleOf))
            number = written = arena.Union(number, Scientific(bounds));
        return (arena.Union(literals, number), arena.Union(literals, written));
    }

    private static List<NumberBound> Bounds(SchemaNode node, SchemaKeywords keywords)
    {
        var result = new List<NumberBound>();
        var (minimum, maximum) = (keywords[SchemaKeyword.ExclusiveMinimum].ValueKind, keywords[SchemaKeyword.ExclusiveMaximum].ValueKind);
        Add(SchemaKeyword.Minimum, "minimum", isStrict: minimum == JsonValueKind.True, isLeast: true);
        Add(SchemaKeyword.Maximum, "maximum", isStrict: maximum == JsonValueKind.True, isLeast: false);
        if (minimum is not (JsonValueKind.True or JsonValueKind.False))
            Add(SchemaKeyword.ExclusiveMinimum, "exclusiveMinimum", isStrict: true, isLeast: true);
        if (maximum is not (JsonValueKind.True or JsonValueKind.False))
            Add(SchemaKeyword.ExclusiveMaximum, "exclusiveMaximum", isStrict: true, isLeast: false);
        return result;

        void Add(SchemaKeyword keyword, string name, bool isStrict, bool isLeast)
        {
            if (keywords.Has(keyword))
                result.Add(new NumberBound(Number(node, keywords[keyword], name), isStrict, isLeast));
        }
    }

    // Numbers with an exponent cannot be compared digit by digit. With one digit before the point those up to a power of ten can be told
    // by their exponents, which is enough for what is written that way: the very large and the very small.
    private RegexNode Scientific(List<NumberBound> bounds) => arena.Union(
        bounds.Exists(bound => bound.IsLeast && !bound.Value.Negative && !bound.Value.IsZero)
            ? arena.Empty
            : Numbers.Scientific(Places(bounds.Where(bound => !bound.IsLeast).Select(bound => bound.Value))),
        bounds.Exists(bound => !bound.IsLeast && bound.Value.Negative)
            ? arena.Empty
            : arena.Sequence(
                arena.Text("-"), Numbers.Scientific(Places(bounds.Where(bound => bound.IsLeast).Select(bound => Opposite(bound.Value))))));

    private static DecimalNumber Opposite(DecimalNumber number) => number with { Negative = !number.Negative && !number.IsZero };

    // so many places has every number below all of the bounds; none where one is below ten, null without bounds
    private static int? Places(IEnumerable<DecimalNumber> bounds)
    {
        int? least = null;
        foreach (var bound in bounds)
            least = Math.Min(least ?? int.MaxValue, bound.Negative ? 0 : bound.Whole.Length - 1);
        return least;
    }

    // the step without its point, and the digits behind that
    private static (long Scaled, int Places) Step(SchemaNode node, SchemaKeywords keywords)
    {
        var step = Number(node, keywords[SchemaKeyword.MultipleOf], "multipleOf");
        var scaled = step.Scaled(step.Fraction.Length);
        return scaled > 0 && scaled <= long.MaxValue
            ? ((long)scaled, step.Fraction.Length)
            : throw SchemaErrors.Refuse(node, "multipleOf", "it takes a number above zero with at most 18 digits");
    }

    private static bool HasManyRemainders(long scaled, int places) =>
        scaled > ConstraintLimits.SearchedStates || scaled * (places + 2) > ConstraintLimits.SearchedStates;

    // whole multiples of a step with so many remainders that they are calculated; null where they are not
    private RegexNode? WholeMultiples(SchemaNode node, SchemaKeywords keywords, List<NumberBound> bounds)
    {
        if (!keywords.Has(SchemaKeyword.MultipleOf))
            return null;
        var (scaled, places) = Step(node, keywords);
        if (!HasManyRemainders(scaled, places))
            return null;
        Int128? least = null, most = null;
        foreach (var bound in bounds)
        {
            if (Whole(bound) is not { } whole)
                return null;
            if (bound.IsLeast)
                least = least is { } known ? Int128.Max(known, whole) : whole;
            else
                most = most is { } known ? Int128.Min(known, whole) : whole;
        }

        // n is a multiple of s / 10^p exactly where it is one of s over what it shares with 10^p
        return WholeMultiple.Of(arena, scaled / (long)BigInteger.GreatestCommonDivisor(scaled, BigInteger.Pow(10, places)), least, most);
    }

    private RegexNode Multiples(SchemaNode node, SchemaKeywords keywords)
    {
        var (scaled, places) = Step(node, keywords);
        return !HasManyRemainders(scaled, places)
            ? arena.Leaf(new DecimalMultiple(scaled, places))
            : throw SchemaErrors.Refuse(
                node, "multipleOf",
                $"its remainders are too many to be kept (the digits without the point times one more than those behind it may come to "
                + $"{ConstraintLimits.SearchedStates}): round it, ask for an integer, or leave it out");
    }

    // the nearest whole number on the right side of a bound; null for one that is too far out
    private static Int128? Whole(NumberBound bound)
    {
        var (value, isStrict, isLeast) = bound;
        if (!Int128.TryParse(value.Whole, CultureInfo.InvariantCulture, out var whole) || whole >= WholeMultiple.MaxBound)
            return null;
        whole = value.Negative ? -whole : whole;
        if (value.IsInteger)
            return !isStrict ? whole : isLeast ? whole + 1 : whole - 1;
        return value.Negative == isLeast ? whole : isLeast ? whole + 1 : whole - 1;
    }
}
