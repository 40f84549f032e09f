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
        if (whole && WholeMultiples(node, keywords) is { } multiples)
            return (arena.Union(literals, multiples), arena.Union(literals, multiples));
        var conditions = NumberConditions(node, keywords, out var exponents);
        var number = arena.Intersection([whole ? Numbers.IntegerValued : exponents ? Numbers.Any : Numbers.Plain, .. conditions]);
        var written = whole && !options.AnyNumberSpelling ? arena.Intersection([Numbers.Integer, .. conditions]) : number;
        return (arena.Union(literals, number), arena.Union(literals, written));
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
    private RegexNode? WholeMultiples(SchemaNode node, SchemaKeywords keywords)
    {
        if (!keywords.Has(SchemaKeyword.MultipleOf))
            return null;
        var (scaled, places) = Step(node, keywords);
        if (!HasManyRemainders(scaled, places))
            return null;
        var (minimum, maximum) = (keywords[SchemaKeyword.ExclusiveMinimum], keywords[SchemaKeyword.ExclusiveMaximum]);
        var bounds = new List<(SchemaKeyword Keyword, string Name, bool IsStrict, bool IsLeast)>
        {
            (SchemaKeyword.Minimum, "minimum", minimum.ValueKind == JsonValueKind.True, true),
            (SchemaKeyword.Maximum, "maximum", maximum.ValueKind == JsonValueKind.True, false),
        };
        if (minimum.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            bounds.Add((SchemaKeyword.ExclusiveMinimum, "exclusiveMinimum", true, true));
        if (maximum.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            bounds.Add((SchemaKeyword.ExclusiveMaximum, "exclusiveMaximum", true, false));
        Int128? least = null, most = null;
        foreach (var (keyword, name, isStrict, isLeast) in bounds.Where(bound => keywords.Has(bound.Keyword)))
        {
            if (Whole(Number(node, keywords[keyword], name), isStrict, isLeast) is not { } bound)
                return null;
            if (isLeast)
                least = least is { } known ? Int128.Max(known, bound) : bound;
            else
                most = most is { } known ? Int128.Min(known, bound) : bound;
        }

        // n is a multiple of s / 10^p exactly where it is one of s over what it shares with 10^p
        var step = scaled / (long)System.Numerics.BigInteger.GreatestCommonDivisor(scaled, System.Numerics.BigInteger.Pow(10, places));
        return WholeMultiple.Of(arena, step, least, most);
    }

    // the nearest whole number on the right side of a bound; null for one that is too far out
    private static Int128? Whole(DecimalNumber bound, bool isStrict, bool isLeast)
    {
        if (!Int128.TryParse(bound.Whole, System.Globalization.CultureInfo.InvariantCulture, out var whole)
            || whole >= WholeMultiple.MaxBound)
            return null;
        whole = bound.Negative ? -whole : whole;
        if (bound.IsInteger)
            return !isStrict ? whole : isLeast ? whole + 1 : whole - 1;
        return bound.Negative == isLeast ? whole : isLeast ? whole + 1 : whole - 1;
    }

    private List<RegexNode> NumberConditions(SchemaNode node, SchemaKeywords keywords, out bool exponents)
    {
        var conditions = new List<RegexNode>();
        var plain = false;
        var (minimum, maximum) = (keywords[SchemaKeyword.ExclusiveMinimum].ValueKind, keywords[SchemaKeyword.ExclusiveMaximum].ValueKind);
        Bound(SchemaKeyword.Minimum, "minimum", equal: minimum != JsonValueKind.True, greater: true);
        Bound(SchemaKeyword.Maximum, "maximum", equal: maximum != JsonValueKind.True, greater: false);
        if (minimum is not (JsonValueKind.True or JsonValueKind.False))
            Bound(SchemaKeyword.ExclusiveMinimum, "exclusiveMinimum", equal: false, greater: true);
        if (maximum is not (JsonValueKind.True or JsonValueKind.False))
            Bound(SchemaKeyword.ExclusiveMaximum, "exclusiveMaximum", equal: false, greater: false);
        if (keywords.Has(SchemaKeyword.MultipleOf))
        {
            var (scaled, step) = Step(node, keywords);
            if (HasManyRemainders(scaled, step))
                throw SchemaErrors.Refuse(
                    node, "multipleOf",
                    $"its remainders are too many to be kept (the digits without the point times one more than those behind it may come to "
                    + $"{ConstraintLimits.SearchedStates}): round it, or leave it out");
            conditions.Add(arena.Leaf(new DecimalMultiple(scaled, step)));
            plain = true;
        }

        exponents = !plain;
        return conditions;

        void Bound(SchemaKeyword keyword, string name, bool equal, bool greater)
        {
            if (!keywords.Has(keyword))
                return;
            var bound = Number(node, keywords[keyword], name);
            conditions.Add(arena.Leaf(new DecimalComparison(bound, !greater, equal, greater)));
            plain |= !bound.IsZero;
        }
    }
}
