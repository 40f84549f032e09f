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

        var keywords = node.Keywords;
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
