using System.Text.Json;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <content>From keywords to normal forms.</content>
internal sealed partial class SchemaNormalizer
{
    private ValueShape OfSchema(SchemaNode node, bool evaluated)
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
            return Shape(Target(node, keywords[SchemaKeyword.Ref], "$ref"), evaluated);
        var (keys, items) = Unevaluated(node, keywords);
        var inside = evaluated || keys is not null || items is not null;
        var shape = Own(node, keywords, inside);
        if (keywords.InPlace)
            shape = Applied(shape, node, keywords, inside);
        return inside ? WithRemaining(shape, keys, items, node, evaluated) : shape;
    }

    // what the schema says itself
    private ValueShape Own(SchemaNode node, SchemaKeywords keywords, bool evaluated)
    {
        RefuseDraft3(node, keywords);
        var types = Types(node, keywords);
        var (bare, written) = BareOf(node, keywords, types);
        var shape = new ValueShape(
            bare,
            written,
            types.HasFlag(SchemaTypes.String) ? TextOf(node, keywords) : arena.Empty,
            types.HasFlag(SchemaTypes.Array) ? [ArrayOf(node, keywords, evaluated)] : [],
            types.HasFlag(SchemaTypes.Object) ? [ObjectOf(node, keywords, evaluated)] : []);
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

        if (options.Formats == JsonFormats.Annotations)
            return text;
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

    private ArrayShape ArrayOf(SchemaNode node, SchemaKeywords keywords, bool evaluated)
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
        var seen = rest is not null || IsAlone(keywords, SchemaKeyword.UnevaluatedItems) ? EvaluatedItems.All
            : prefix.Count > 0 ? EvaluatedItems.None with { First = prefix.Count }
            : EvaluatedItems.None;
        if (rest is null && IsAlone(keywords, SchemaKeyword.UnevaluatedItems))
            rest = Ref(document.Child(node, keywords[SchemaKeyword.UnevaluatedItems], "unevaluatedItems"));
        var witnesses = new List<ItemWitness>();
        if (keywords.Has(SchemaKeyword.Contains))
        {
            var contained = Ref(document.Child(node, keywords[SchemaKeyword.Contains], "contains"));
            var least = Count(node, keywords, SchemaKeyword.MinContains, "minContains") ?? 1;
            var most = Count(node, keywords, SchemaKeyword.MaxContains, "maxContains") ?? int.MaxValue;
            if (least > 0 || most < int.MaxValue)
                witnesses.Add(new ItemWitness(contained, 0, least, most));
            if (document.ContainsEvaluates)
                seen = seen.With(EvaluatedItems.None with { Matching = [contained] });
        }

        return new ArrayShape
        {
            Prefix = prefix,
            Rest = rest is { Literals.Length: 0 } ? null : rest,
            Min = Count(node, keywords, SchemaKeyword.MinItems, "minItems") ?? 0,
            Max = Count(node, keywords, SchemaKeyword.MaxItems, "maxItems") ?? int.MaxValue,
            Witnesses = witnesses,
            Unique = Flag(node, keywords, SchemaKeyword.UniqueItems, "uniqueItems"),
            Evaluated = evaluated ? seen : EvaluatedItems.None,
            Path = node.Path,
        };
    }

    private ObjectShape ObjectOf(SchemaNode node, SchemaKeywords keywords, bool evaluated)
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
            : IsAlone(keywords, SchemaKeyword.UnevaluatedProperties)
                ? Ref(document.Child(node, keywords[SchemaKeyword.UnevaluatedProperties], "unevaluatedProperties"))
                : Anything;
        var seen = keywords.Has(SchemaKeyword.AdditionalProperties) || IsAlone(keywords, SchemaKeyword.UnevaluatedProperties)
            ? EvaluatedKeys.All
            : names.Count > 0 || patterns.Count > 0
                ? new EvaluatedKeys([.. names.Keys], [.. patterns.Select(p => p.Item1)], false)
                : EvaluatedKeys.None;
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
            Evaluated = evaluated ? seen : EvaluatedKeys.None,
            Path = node.Path,
        };
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
