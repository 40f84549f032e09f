using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>The keywords of one schema object, found in one pass; unknown ones are annotations.</summary>
internal sealed class SchemaKeywords
{
    private const int LongestName = 24;

    // one bit for each keyword that is there; their values stand in the order of the bits
    private ulong present;
    private JsonElement[] values = [];

    public SchemaKeywords(JsonElement schema)
    {
        foreach (var property in schema.EnumerateObject())
        {
            var keyword = Find(property);
            if (keyword != SchemaKeyword.Count)
            {
                Count++;
                Set(keyword, property.Value);
                InPlace |= keyword >= SchemaKeyword.Ref;
            }
        }
    }

    /// <summary>Whether a keyword applies another schema to the same value.</summary>
    public bool InPlace { get; }

    /// <summary>Number of keywords that say something; none leaves any value.</summary>
    public int Count { get; }

    public JsonElement this[SchemaKeyword keyword] => Has(keyword) ? values[IndexOf(keyword)] : default;

    public bool Has(SchemaKeyword keyword) => (present >> (int)keyword & 1) != 0;

    private int IndexOf(SchemaKeyword keyword) => BitOperations.PopCount(present & ((1UL << (int)keyword) - 1));

    private void Set(SchemaKeyword keyword, JsonElement value)
    {
        var index = IndexOf(keyword);
        if (!Has(keyword))
        {
            var length = BitOperations.PopCount(present);
            if (length == values.Length)
                Array.Resize(ref values, length == 0 ? 4 : 2 * length);
            values.AsSpan(index, length - index).CopyTo(values.AsSpan(index + 1));
            present |= 1UL << (int)keyword;
        }

        values[index] = value;
    }

    private static SchemaKeyword Find(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        if (raw.Contains((byte)'\\'))
            return Find(property.Name);
        Span<char> name = stackalloc char[LongestName];
        return raw.Length <= LongestName && Ascii.ToUtf16(raw, name, out var length) == System.Buffers.OperationStatus.Done
            ? Find(name[..length])
            : SchemaKeyword.Count;
    }

    private static SchemaKeyword Find(ReadOnlySpan<char> name) => name switch
    {
        "type" => SchemaKeyword.Type,
        "enum" => SchemaKeyword.Enum,
        "const" => SchemaKeyword.Const,
        "minimum" => SchemaKeyword.Minimum,
        "maximum" => SchemaKeyword.Maximum,
        "exclusiveMinimum" => SchemaKeyword.ExclusiveMinimum,
        "exclusiveMaximum" => SchemaKeyword.ExclusiveMaximum,
        "multipleOf" => SchemaKeyword.MultipleOf,
        "minLength" => SchemaKeyword.MinLength,
        "maxLength" => SchemaKeyword.MaxLength,
        "pattern" => SchemaKeyword.Pattern,
        "format" => SchemaKeyword.Format,
        "contentEncoding" => SchemaKeyword.ContentEncoding,
        "items" => SchemaKeyword.Items,
        "prefixItems" => SchemaKeyword.PrefixItems,
        "additionalItems" => SchemaKeyword.AdditionalItems,
        "minItems" => SchemaKeyword.MinItems,
        "maxItems" => SchemaKeyword.MaxItems,
        "uniqueItems" => SchemaKeyword.UniqueItems,
        "contains" => SchemaKeyword.Contains,
        "minContains" => SchemaKeyword.MinContains,
        "maxContains" => SchemaKeyword.MaxContains,
        "unevaluatedItems" => SchemaKeyword.UnevaluatedItems,
        "properties" => SchemaKeyword.Properties,
        "patternProperties" => SchemaKeyword.PatternProperties,
        "additionalProperties" => SchemaKeyword.AdditionalProperties,
        "required" => SchemaKeyword.Required,
        "minProperties" => SchemaKeyword.MinProperties,
        "maxProperties" => SchemaKeyword.MaxProperties,
        "propertyNames" => SchemaKeyword.PropertyNames,
        "dependentRequired" => SchemaKeyword.DependentRequired,
        "unevaluatedProperties" => SchemaKeyword.UnevaluatedProperties,
        "divisibleBy" => SchemaKeyword.DivisibleBy,
        "disallow" => SchemaKeyword.Disallow,
        "extends" => SchemaKeyword.Extends,
        "$ref" => SchemaKeyword.Ref,
        "$dynamicRef" => SchemaKeyword.DynamicRef,
        "$recursiveRef" => SchemaKeyword.RecursiveRef,
        "allOf" => SchemaKeyword.AllOf,
        "anyOf" => SchemaKeyword.AnyOf,
        "oneOf" => SchemaKeyword.OneOf,
        "not" => SchemaKeyword.Not,
        "if" => SchemaKeyword.If,
        "then" => SchemaKeyword.Then,
        "else" => SchemaKeyword.Else,
        "dependencies" => SchemaKeyword.Dependencies,
        "dependentSchemas" => SchemaKeyword.DependentSchemas,
        _ => SchemaKeyword.Count,
    };
}
