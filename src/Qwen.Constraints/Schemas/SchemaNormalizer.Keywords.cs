using System.Text.Json;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <content>From keywords to normal forms.</content>
internal sealed partial class SchemaNormalizer
{
    private ValueShape OfSchema(SchemaNode node)
    {
        switch (node.Element.ValueKind)
        {
            case JsonValueKind.True:
                return any;
            case JsonValueKind.False:
                return none;
            case JsonValueKind.Object:
                break;
            default:
                throw SchemaErrors.Refuse(node, node.Path[(node.Path.LastIndexOf('/') + 1)..], "a schema is an object, true or false");
        }

        var keywords = new SchemaKeywords(node.Element);
        if (keywords.Count == 0)
            return any;
        if (keywords.Has(SchemaKeyword.Ref) && document.IgnoresReferenceSiblings)
            return Shape(Target(node, keywords[SchemaKeyword.Ref], "$ref"));
        var shape = Own(node, keywords);
        return keywords.InPlace ? Applied(shape, node, keywords) : shape;
    }

    // keywords that apply other schemas to the same value
    private ValueShape Applied(ValueShape shape, SchemaNode node, SchemaKeywords keywords)
    {
        foreach (var (keyword, name) in new[]
        {
            (SchemaKeyword.Ref, "$ref"),
            (SchemaKeyword.DynamicRef, "$dynamicRef"),
            (SchemaKeyword.RecursiveRef, "$recursiveRef")
        })
        {
            if (keywords.Has(keyword))
                shape = Conjoin(shape, Shape(Target(node, keywords[keyword], name)), node);
        }

        foreach (var branch in Branches(node, keywords, SchemaKeyword.AllOf, "allOf"))
            shape = Conjoin(shape, Shape(branch), node);
        if (keywords.Has(SchemaKeyword.AnyOf))
            shape = Conjoin(
                shape,
                Branches(node, keywords, SchemaKeyword.AnyOf, "anyOf").Aggregate(none, (sum, branch) => Disjoin(sum, Shape(branch))),
                node);
        if (keywords.Has(SchemaKeyword.OneOf))
            shape = Conjoin(shape, ExactlyOne([.. Branches(node, keywords, SchemaKeyword.OneOf, "oneOf").Select(Shape)], node), node);
        if (keywords.Has(SchemaKeyword.Not))
            shape = Conjoin(shape, Negate(Shape(document.Child(node, keywords[SchemaKeyword.Not], "not")), node), node);
        if (keywords.Has(SchemaKeyword.If))
            shape = Conjoin(shape, Conditional(node, keywords), node);
        foreach (var (keyword, name) in new[]
        {
            (SchemaKeyword.Dependencies, "dependencies"),
            (SchemaKeyword.DependentSchemas, "dependentSchemas")
        })
        {
            if (!keywords.Has(keyword))
                continue;
            foreach (var property in Members(node, keywords[keyword], name))
            {
                if (property.Value.ValueKind == JsonValueKind.Array)
                    continue;
                var dependent = Shape(document.Child(node, property.Value, name, property.Name));
                var absent = any with { Objects = [Named(property.Name, Nothing, node.Path)] };
                shape = Conjoin(
                    shape, any with
                    {
                        Objects =
                        [
                            .. absent.Objects,
                            .. dependent.Objects.Select(o => Conjoin(new ObjectShape { Required = [property.Name], Path = node.Path }, o))
                        ]
                    }, node);
            }
        }

        return shape;
    }

    private ValueShape Conditional(SchemaNode node, SchemaKeywords keywords)
    {
        var condition = Shape(document.Child(node, keywords[SchemaKeyword.If], "if"));
        var then = keywords.Has(SchemaKeyword.Then) ? Shape(document.Child(node, keywords[SchemaKeyword.Then], "then")) : any;
        var otherwise = keywords.Has(SchemaKeyword.Else) ? Shape(document.Child(node, keywords[SchemaKeyword.Else], "else")) : any;
        if (ReferenceEquals(then, any) && ReferenceEquals(otherwise, any))
            return any;
        return Disjoin(Conjoin(condition, then, node), Conjoin(Negate(condition, node), otherwise, node));
    }

    private IEnumerable<SchemaNode> Branches(SchemaNode node, SchemaKeywords keywords, SchemaKeyword keyword, string name)
    {
        if (!keywords.Has(keyword))
            yield break;
        if (keywords[keyword].ValueKind != JsonValueKind.Array)
            throw SchemaErrors.Refuse(node, name, "it takes a list of schemas");
        var index = 0;
        foreach (var branch in keywords[keyword].EnumerateArray())
            yield return document.Child(node, branch, name, index++);
    }

    private SchemaNode Target(SchemaNode node, JsonElement reference, string keyword)
    {
        var target = Text(node, reference, keyword);
        if (keyword != "$ref" && document.IsAmbiguous(target, keyword))
            throw SchemaErrors.Refuse(
                node, keyword,
                $"several schemas are anchors of '{ConstraintException.Shortened(target)}', "
                + "and which of them is meant depends on the way there");
        return document.Resolve(node, target);
    }

    // what the schema says itself
    private ValueShape Own(SchemaNode node, SchemaKeywords keywords)
    {
        RefuseDraft3(node, keywords);
        var types = Types(node, keywords);
        var (bare, written) = BareOf(node, keywords, types);
        var shape = new ValueShape(
            bare,
            written,
            types.HasFlag(SchemaTypes.String) ? TextOf(node, keywords) : arena.Empty,
            types.HasFlag(SchemaTypes.Array) ? [ArrayOf(node, keywords)] : [],
            types.HasFlag(SchemaTypes.Object) ? [ObjectOf(node, keywords)] : []);
        if (keywords.Has(SchemaKeyword.Const))
            shape = Conjoin(shape, OfValues(node, [keywords[SchemaKeyword.Const]], "const"), node);
        if (keywords.Has(SchemaKeyword.Enum))
        {
            if (keywords[SchemaKeyword.Enum].ValueKind != JsonValueKind.Array)
                throw SchemaErrors.Refuse(node, "enum", "it takes a list of values");
            shape = Conjoin(shape, OfValues(node, [.. keywords[SchemaKeyword.Enum].EnumerateArray()], "enum"), node);
        }

        return shape;
    }

    private static void RefuseDraft3(SchemaNode node, SchemaKeywords keywords)
    {
        if (keywords.Has(SchemaKeyword.DivisibleBy))
            throw SchemaErrors.Refuse(node, "divisibleBy", "it is draft 3's, write 'multipleOf'");
        if (keywords.Has(SchemaKeyword.Disallow))
            throw SchemaErrors.Refuse(node, "disallow", "it is draft 3's, write 'not'");
        if (keywords[SchemaKeyword.Extends].ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            throw SchemaErrors.Refuse(node, "extends", "it is draft 3's, write 'allOf'");
        if (keywords[SchemaKeyword.Required].ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Array or JsonValueKind.False))
            throw SchemaErrors.Refuse(node, "required", "it takes a list of names, in the schema of the object that has to have them");
    }

    private static SchemaTypes Types(SchemaNode node, SchemaKeywords keywords)
    {
        if (!keywords.Has(SchemaKeyword.Type))
            return SchemaTypes.All;
        var type = keywords[SchemaKeyword.Type];
        if (type.ValueKind == JsonValueKind.String)
            return One(type);
        if (type.ValueKind != JsonValueKind.Array)
            throw SchemaErrors.Refuse(node, "type", "it takes a name or a list of names");
        return type.EnumerateArray().Aggregate(SchemaTypes.None, (sum, name) => sum | One(name));

        SchemaTypes One(JsonElement name) => (name.ValueKind == JsonValueKind.String ? name.GetString() : null) switch
        {
            "null" => SchemaTypes.Null,
            "boolean" => SchemaTypes.Boolean,
            "integer" => SchemaTypes.Integer,
            "number" => SchemaTypes.Number,
            "string" => SchemaTypes.String,
            "array" => SchemaTypes.Array,
            "object" => SchemaTypes.Object,
            _ => throw SchemaErrors.Refuse(
                node,
                "type",
                $"'{ConstraintException.Shortened(name.ToString())}' is none of null, boolean, integer, number, string, array, object"),
        };
    }

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
        var written = whole ? arena.Intersection([Numbers.Integer, .. conditions]) : number;
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

    private RegexNode TextOf(SchemaNode node, SchemaKeywords keywords)
    {
        var min = Count(node, keywords, SchemaKeyword.MinLength, "minLength") ?? 0;
        var max = Count(node, keywords, SchemaKeyword.MaxLength, "maxLength") ?? RegexNode.Unbounded;
        if (min > max)
            return arena.Empty;
        var text = arena.AnyLength(min, max);
        if (keywords.Has(SchemaKeyword.Pattern))
        {
            var pattern = Text(node, keywords[SchemaKeyword.Pattern], "pattern");
            text = arena.Intersection(text, Pattern(node, "pattern", pattern));
        }

        if (keywords.Has(SchemaKeyword.Format)
            && FormatLanguages.Find(arena, Text(node, keywords[SchemaKeyword.Format], "format")) is { } format)
            text = arena.Intersection(text, format);
        if (keywords.Has(SchemaKeyword.ContentEncoding))
        {
            var encoding = Text(node, keywords[SchemaKeyword.ContentEncoding], "contentEncoding");
            text = arena.Intersection(text, FormatLanguages.FindEncoding(arena, encoding)
                ?? throw SchemaErrors.Refuse(
                    node,
                    "contentEncoding",
                    $"'{ConstraintException.Shortened(encoding)}' is none of {string.Join(", ", FormatLanguages.Encodings)}"));
        }

        return text;
    }

    private RegexNode Pattern(SchemaNode node, string keyword, string pattern) =>
        arena.Named(
            "pattern " + pattern, () => PatternCompiler.Search(arena, pattern, reason => SchemaErrors.Refuse(node, keyword, reason)));

    private ArrayShape ArrayOf(SchemaNode node, SchemaKeywords keywords)
    {
        var prefix = new List<SchemaRef>();
        SchemaRef? rest = null;
        var items = keywords[SchemaKeyword.Items];
        var tuple = keywords.Has(SchemaKeyword.PrefixItems) ? SchemaKeyword.PrefixItems : SchemaKeyword.Items;
        if (keywords[tuple].ValueKind == JsonValueKind.Array)
        {
            foreach (var item in keywords[tuple].EnumerateArray())
                prefix.Add(Ref(document.Child(node, item, tuple == SchemaKeyword.Items ? "items" : "prefixItems", prefix.Count)));
            if (tuple == SchemaKeyword.Items && keywords.Has(SchemaKeyword.AdditionalItems))
                rest = Ref(document.Child(node, keywords[SchemaKeyword.AdditionalItems], "additionalItems"));
        }

        if (keywords.Has(SchemaKeyword.Items) && items.ValueKind != JsonValueKind.Array)
            rest = Ref(document.Child(node, items, "items"));
        if (keywords.Has(SchemaKeyword.UnevaluatedItems) && rest is null)
            rest = Unevaluated(node, keywords, SchemaKeyword.UnevaluatedItems, "unevaluatedItems");
        var witnesses = new List<ItemWitness>();
        if (keywords.Has(SchemaKeyword.Contains))
        {
            var contained = Ref(document.Child(node, keywords[SchemaKeyword.Contains], "contains"));
            var least = Count(node, keywords, SchemaKeyword.MinContains, "minContains") ?? 1;
            var most = Count(node, keywords, SchemaKeyword.MaxContains, "maxContains") ?? int.MaxValue;
            if (least > 0 || most < int.MaxValue)
                witnesses.Add(new ItemWitness(contained, 0, least, most));
        }

        return new ArrayShape
        {
            Prefix = prefix,
            Rest = rest is { Literals.Length: 0 } ? null : rest,
            Min = Count(node, keywords, SchemaKeyword.MinItems, "minItems") ?? 0,
            Max = Count(node, keywords, SchemaKeyword.MaxItems, "maxItems") ?? int.MaxValue,
            Witnesses = witnesses,
            Unique = Flag(node, keywords, SchemaKeyword.UniqueItems, "uniqueItems"),
            Path = node.Path,
        };
    }

    private ObjectShape ObjectOf(SchemaNode node, SchemaKeywords keywords)
    {
        var names = new Dictionary<string, SchemaRef>();
        var patterns = new List<(RegexNode, SchemaRef)>();
        foreach (var property in Members(node, keywords[SchemaKeyword.Properties], "properties"))
            names[property.Name] = Ref(document.Child(node, property.Value, "properties", property.Name));
        foreach (var property in Members(node, keywords[SchemaKeyword.PatternProperties], "patternProperties"))
            patterns.Add(
                (Pattern(node, "patternProperties", property.Name), Ref(
                    document.Child(node, property.Value, "patternProperties", property.Name))));
        var additional = keywords.Has(SchemaKeyword.AdditionalProperties)
            ? Ref(document.Child(node, keywords[SchemaKeyword.AdditionalProperties], "additionalProperties"))
            : keywords.Has(SchemaKeyword.UnevaluatedProperties)
                ? Unevaluated(node, keywords, SchemaKeyword.UnevaluatedProperties, "unevaluatedProperties")
                : Anything;
        var implications = new List<(string, string)>();
        foreach (var (keyword, name) in new[]
        {
            (SchemaKeyword.DependentRequired, "dependentRequired"),
            (SchemaKeyword.Dependencies, "dependencies")
        })
        {
            foreach (var property in Members(node, keywords[keyword], name).Where(p => p.Value.ValueKind == JsonValueKind.Array))
                implications.AddRange(property.Value.EnumerateArray().Select(needed => (property.Name, Text(node, needed, name))));
        }

        var required = keywords[SchemaKeyword.Required];
        return new ObjectShape
        {
            Rules = names.Count > 0 || patterns.Count > 0 || additional.Literals.Length > 0
                ? [new ObjectRule(names, [.. names.Keys], patterns, additional)]
                : [],
            Required = required.ValueKind == JsonValueKind.Array
                ? [.. required.EnumerateArray().Select(r => Text(node, r, "required")).Distinct()]
                : [],
            Min = Count(node, keywords, SchemaKeyword.MinProperties, "minProperties") ?? 0,
            Max = Count(node, keywords, SchemaKeyword.MaxProperties, "maxProperties") ?? int.MaxValue,
            Keys = keywords.Has(SchemaKeyword.PropertyNames)
                ? Shape(document.Child(node, keywords[SchemaKeyword.PropertyNames], "propertyNames")).Text is var keys
                    && keys == arena.AnyText ? null : keys
                : null,
            Implications = implications,
            Path = node.Path,
        };
    }

    // without a keyword that applies other schemas, nothing else can have evaluated a property or item
    private SchemaRef Unevaluated(SchemaNode node, SchemaKeywords keywords, SchemaKeyword keyword, string name)
    {
        if (keywords[keyword].ValueKind == JsonValueKind.True)
            return Anything;
        if (keywords.InPlace || keywords.Has(SchemaKeyword.Contains))
            throw SchemaErrors.Refuse(node, name, "beside keywords that apply other schemas it cannot be enforced");
        return Ref(document.Child(node, keywords[keyword], name));
    }

    private ValueShape OfValues(SchemaNode node, IReadOnlyList<JsonElement> values, string keyword)
    {
        var texts = new List<string>();
        var numbers = new NumberWords(arena, Numbers);
        var literals = arena.Empty;
        var nested = none;
        for (var i = 0; i < values.Count; i++)
        {
            Budget.Spend(50);
            switch (values[i].ValueKind)
            {
                case JsonValueKind.String:
                    texts.Add(values[i].GetString()!);
                    Budget.Spend(10 * texts[^1].Length);
                    Budget.Hold(WordTree.CharacterBytes * texts[^1].Length);
                    break;
                case JsonValueKind.Number:
                    numbers.Add(Number(node, values[i], keyword), values[i].GetRawText());
                    Budget.Hold(WordTree.CharacterBytes * 2 * values[i].GetRawText().Length);
                    break;
                case JsonValueKind.Object or JsonValueKind.Array:
                    nested = Disjoin(
                        nested,
                        OfValue(document.Value(values[i], keyword == "const" ? $"{node.Path}/const" : $"{node.Path}/{keyword}/{i}")));
                    break;
                default:
                    literals = arena.Union(literals, arena.Text(values[i].GetRawText()));
                    break;
            }
        }

        return new ValueShape(
            arena.Union(literals, numbers.Equal),
            arena.Union(literals, numbers.Written),
            texts.Count == 0 ? arena.Empty : arena.Words(WordTree.Of(texts)),
            nested.Arrays,
            nested.Objects);
    }

    private ValueShape OfValue(SchemaNode node)
    {
        switch (node.Element.ValueKind)
        {
            case JsonValueKind.Array:
                var items = node.Element.EnumerateArray().Select((item, i) => Ref(document.Value(item, $"{node.Path}/{i}"))).ToArray();
                return none with
                {
                    Arrays = [new ArrayShape { Prefix = items, Rest = Nothing, Min = items.Length, Max = items.Length, Path = node.Path }]
                };
            case JsonValueKind.Object:
                var members =
                    node.Element.EnumerateObject().ToDictionary(p => p.Name, p => Ref(document.Value(p.Value, $"{node.Path}/{p.Name}")));
                return none with
                {
                    Objects = [new ObjectShape
                    {
                        Rules = [new ObjectRule(members, [.. members.Keys], [], Nothing)],
                        Required = [.. members.Keys],
                        Path = node.Path
                    }],
                };
            default:
                return OfValues(node, [node.Element], "const");
        }
    }

    private static JsonElement.ObjectEnumerator Members(SchemaNode node, JsonElement table, string keyword) => table.ValueKind switch
    {
        JsonValueKind.Undefined => default,
        JsonValueKind.Object => table.EnumerateObject(),
        _ => throw SchemaErrors.Refuse(node, keyword, "it takes an object"),
    };

    private static DecimalNumber Number(SchemaNode node, JsonElement value, string keyword) =>
        value.ValueKind == JsonValueKind.Number && DecimalNumber.TryParse(value.GetRawText(), out var number)
            ? number
            : throw SchemaErrors.Refuse(node, keyword, "it takes a number of at most 400 digits");

    private static int? Count(SchemaNode node, SchemaKeywords keywords, SchemaKeyword keyword, string name)
    {
        if (!keywords.Has(keyword))
            return null;
        var value = Number(node, keywords[keyword], name);
        if (value.Negative || !value.IsInteger)
            throw SchemaErrors.Refuse(node, name, "it takes a whole number from zero on");

        // beyond two thousand million a count is as good as none
        return value.Whole.Length > 9 ? int.MaxValue : int.Parse(value.Whole, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool Flag(SchemaNode node, SchemaKeywords keywords, SchemaKeyword keyword, string name) =>
        keywords[keyword].ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Undefined => false,
            _ => throw SchemaErrors.Refuse(node, name, "it takes true or false"),
        };

    private static string Text(SchemaNode node, JsonElement value, string keyword) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw SchemaErrors.Refuse(node, keyword, "it takes texts");
}
