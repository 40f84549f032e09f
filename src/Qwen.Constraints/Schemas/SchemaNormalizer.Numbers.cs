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
        var conditions = NumberConditions(node, keywords, out var exponents);
        var whole = !types.HasFlag(SchemaTypes.Number);
        var number = arena.Intersection([whole ? Numbers.IntegerValued : exponents ? Numbers.Any : Numbers.Plain, .. conditions]);
        var written = whole && !options.AnyNumberSpelling ? arena.Intersection([Numbers.Integer, .. conditions]) : number;
        return (arena.Union(literals, number), arena.Union(literals, written));
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
            var step = Number(node, keywords[SchemaKeyword.MultipleOf], "multipleOf");
            var scaled = step.Scaled(step.Fraction.Length);
            if (scaled <= 0 || scaled > long.MaxValue)
                throw SchemaErrors.Refuse(node, "multipleOf", "it takes a number above zero with at most 18 digits");
            if (scaled * (step.Fraction.Length + 2) > ConstraintLimits.SearchedStates)
                throw SchemaErrors.Refuse(
                    node, "multipleOf",
                    $"its remainders are too many to be kept (the digits without the point times one more than those behind it may come to "
                    + $"{ConstraintLimits.SearchedStates}): round it, or leave it out");
            conditions.Add(arena.Leaf(new DecimalMultiple((long)scaled, step.Fraction.Length)));
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
