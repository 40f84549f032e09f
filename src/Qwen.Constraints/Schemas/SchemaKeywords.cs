using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>The keywords of one schema object, found in one pass; unknown ones are annotations.</summary>
internal sealed class SchemaKeywords
{
    private readonly JsonElement[] values = new JsonElement[(int)SchemaKeyword.Count];

    public SchemaKeywords(JsonElement schema)
    {
        foreach (var property in schema.EnumerateObject())
        {
            var keyword = Find(property.Name);
            if (keyword != SchemaKeyword.Count)
            {
                Count++;
                values[(int)keyword] = property.Value;
                InPlace |= keyword >= SchemaKeyword.Ref;
            }
        }
    }

    /// <summary>Whether a keyword applies another schema to the same value.</summary>
    public bool InPlace { get; }

    /// <summary>Number of keywords that say something; none leaves any value.</summary>
    public int Count { get; }

    public JsonElement this[SchemaKeyword keyword] => values[(int)keyword];

    public bool Has(SchemaKeyword keyword) => values[(int)keyword].ValueKind != JsonValueKind.Undefined;

    private static SchemaKeyword Find(string name) => name switch
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
