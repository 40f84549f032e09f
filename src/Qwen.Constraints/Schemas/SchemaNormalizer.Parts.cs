using System.Text.Json;
using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <content>What keywords say about the parts of a value: the items of arrays and the properties of objects.</content>
internal sealed partial class SchemaNormalizer
{
    private ArrayShape ArrayOf(SchemaNode node, SchemaKeywords keywords, bool evaluated)
    {
        var (prefix, rest) = ItemsOf(node, keywords);
        var seen = rest is not null || IsAlone(keywords, SchemaKeyword.UnevaluatedItems) ? EvaluatedItems.All
            : prefix.Count > 0 ? EvaluatedItems.None with { First = prefix.Count }
            : EvaluatedItems.None;
        if (rest is null && IsAlone(keywords, SchemaKeyword.UnevaluatedItems))
            rest = Ref(document.Child(node, keywords[SchemaKeyword.UnevaluatedItems], "unevaluatedItems"));
        var contained = keywords.Has(SchemaKeyword.Contains)
            ? Ref(document.Child(node, keywords[SchemaKeyword.Contains], "contains"))
            : null;
        if (contained is not null && document.ContainsEvaluates)
            seen = seen.With(EvaluatedItems.None with { Matching = [contained] });
        return new ArrayShape
        {
            Prefix = prefix,
            Rest = rest is { Literals.Length: 0 } ? null : rest,
            Witnesses = contained is null ? [] : WitnessesOf(node, keywords, contained),
            Min = Count(node, keywords, SchemaKeyword.MinItems, "minItems") ?? 0,
            Max = Count(node, keywords, SchemaKeyword.MaxItems, "maxItems") ?? int.MaxValue,
            Unique = Flag(node, keywords, SchemaKeyword.UniqueItems, "uniqueItems"),
            Evaluated = evaluated ? seen : EvaluatedItems.None,
            Path = node.Path,
        };
    }

    // the first items one by one, and all behind them; null where nothing is said of those
    private (List<SchemaRef> First, SchemaRef? Behind) ItemsOf(SchemaNode node, SchemaKeywords keywords)
    {
        var prefix = new List<SchemaRef>();
        var isNew = keywords.Has(SchemaKeyword.PrefixItems);
        var tuple = keywords[isNew ? SchemaKeyword.PrefixItems : SchemaKeyword.Items];
        if (tuple.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in tuple.EnumerateArray())
                prefix.Add(Ref(document.Child(node, item, isNew ? "prefixItems" : "items", prefix.Count)));
        }

        if (keywords.Has(SchemaKeyword.Items) && keywords[SchemaKeyword.Items].ValueKind != JsonValueKind.Array)
            return (prefix, Ref(document.Child(node, keywords[SchemaKeyword.Items], "items")));
        var isFollowed = !isNew && tuple.ValueKind == JsonValueKind.Array && keywords.Has(SchemaKeyword.AdditionalItems);
        return (
            prefix, isFollowed ? Ref(document.Child(node, keywords[SchemaKeyword.AdditionalItems], "additionalItems")) : null);
    }

    private static ItemWitness[] WitnessesOf(SchemaNode node, SchemaKeywords keywords, SchemaRef contained)
    {
        var least = Count(node, keywords, SchemaKeyword.MinContains, "minContains") ?? 1;
        var most = Count(node, keywords, SchemaKeyword.MaxContains, "maxContains") ?? int.MaxValue;
        return least > 0 || most < int.MaxValue ? [new ItemWitness(contained, 0, least, most)] : [];
    }

    private ObjectShape ObjectOf(SchemaNode node, SchemaKeywords keywords, bool evaluated)
    {
        var rule = RuleOf(node, keywords);
        return new ObjectShape
        {
            Rules = rule is null ? [] : [rule],
            Implications = ImplicationsOf(node, keywords),
            Required = RequiredOf(node, keywords),
            Min = Count(node, keywords, SchemaKeyword.MinProperties, "minProperties") ?? 0,
            Max = Count(node, keywords, SchemaKeyword.MaxProperties, "maxProperties") ?? int.MaxValue,
            Keys = KeysOf(node, keywords),
            Evaluated = evaluated ? SeenOf(keywords, rule) : EvaluatedKeys.None,
            Path = node.Path,
        };
    }

    // null where the keywords say nothing
    private ObjectRule? RuleOf(SchemaNode node, SchemaKeywords keywords)
    {
        var names = new Dictionary<string, SchemaRef>();
        foreach (var property in Members(node, keywords[SchemaKeyword.Properties], "properties"))
        {
            var name = property.Name;
            names[name] = Ref(document.Child(node, property.Value, "properties", name));
        }

        var patterns = new List<(RegexNode, SchemaRef)>();
        foreach (var property in Members(node, keywords[SchemaKeyword.PatternProperties], "patternProperties"))
        {
            var pattern = property.Name;
            patterns.Add((
                Pattern(node, "patternProperties", pattern), Ref(document.Child(node, property.Value, "patternProperties", pattern))));
        }

        var additional = keywords.Has(SchemaKeyword.AdditionalProperties)
            ? Ref(document.Child(node, keywords[SchemaKeyword.AdditionalProperties], "additionalProperties"))
            : IsAlone(keywords, SchemaKeyword.UnevaluatedProperties)
                ? Ref(document.Child(node, keywords[SchemaKeyword.UnevaluatedProperties], "unevaluatedProperties"))
                : Anything;
        return names.Count > 0 || patterns.Count > 0 || additional.Literals.Length > 0
            ? new ObjectRule(names, [.. names.Keys], patterns, additional)
            : null;
    }

    // the keys that the keywords look at
    private static EvaluatedKeys SeenOf(SchemaKeywords keywords, ObjectRule? rule) =>
        keywords.Has(SchemaKeyword.AdditionalProperties) || IsAlone(keywords, SchemaKeyword.UnevaluatedProperties) ? EvaluatedKeys.All
        : (rule is { Order.Count: > 0 } or { Patterns.Count: > 0 })
            ? new EvaluatedKeys(rule.Order, [.. rule.Patterns.Select(pattern => pattern.Keys)], false)
            : EvaluatedKeys.None;

    private static List<(string If, string Then)> ImplicationsOf(SchemaNode node, SchemaKeywords keywords)
    {
        var result = new List<(string, string)>();
        Add(SchemaKeyword.DependentRequired, "dependentRequired");
        Add(SchemaKeyword.Dependencies, "dependencies");
        return result;

        void Add(SchemaKeyword keyword, string name)
        {
            foreach (var property in Members(node, keywords[keyword], name))
            {
                if (property.Value.ValueKind == JsonValueKind.Array)
                    result.AddRange(property.Value.EnumerateArray().Select(needed => (property.Name, Text(node, needed, name))));
            }
        }
    }

    private static string[] RequiredOf(SchemaNode node, SchemaKeywords keywords)
    {
        var required = keywords[SchemaKeyword.Required];
        return required.ValueKind == JsonValueKind.Array
            ? [.. required.EnumerateArray().Select(name => Text(node, name, "required")).Distinct()]
            : [];
    }

    // the language of the keys; null for any
    private RegexNode? KeysOf(SchemaNode node, SchemaKeywords keywords)
    {
        if (!keywords.Has(SchemaKeyword.PropertyNames))
            return null;
        var keys = Shape(document.Child(node, keywords[SchemaKeyword.PropertyNames], "propertyNames")).Text;
        return keys == arena.AnyText ? null : keys;
    }
}
