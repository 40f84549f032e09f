using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// The schemas of schemas that a <c>$ref</c> may name without having them inside, so that a model can be asked for a JSON schema: what
/// drafts 7 and 2020-12 ask of their keywords, in one flat schema each.
/// </summary>
internal static class MetaSchemas
{
    private const string Draft7Uri = "http://json-schema.org/draft-07/schema";
    private const string Draft2020Uri = "https://json-schema.org/draft/2020-12/schema";

    // "#" stands for the schema's own address
    private const string Definitions =
        """
        "schemaArray": { "type": "array", "minItems": 1, "items": { "$ref": "#" } },
        "nonNegativeInteger": { "type": "integer", "minimum": 0 },
        "nonNegativeIntegerDefault0": { "type": "integer", "minimum": 0 },
        "simpleTypes": { "enum": ["array", "boolean", "integer", "null", "number", "object", "string"] },
        "stringArray": { "type": "array", "items": { "type": "string" }, "uniqueItems": true },
        "schemaTable": { "type": "object", "additionalProperties": { "$ref": "#" } },
        "patternTable": { "type": "object", "additionalProperties": { "$ref": "#" }, "propertyNames": { "format": "regex" } }
        """;

    private const string Common =
        """
        "$schema": { "type": "string", "format": "uri" },
        "$ref": { "type": "string", "format": "uri-reference" },
        "$comment": { "type": "string" },
        "title": { "type": "string" }, "description": { "type": "string" }, "default": true,
        "examples": { "type": "array" }, "readOnly": { "type": "boolean" }, "writeOnly": { "type": "boolean" },
        "type": {
          "anyOf": [
            { "$ref": "#/@/simpleTypes" },
            { "type": "array", "items": { "$ref": "#/@/simpleTypes" }, "minItems": 1, "uniqueItems": true }
          ]
        },
        "const": true, "enum": { "type": "array" },
        "multipleOf": { "type": "number", "exclusiveMinimum": 0 },
        "maximum": { "type": "number" }, "exclusiveMaximum": { "type": "number" },
        "minimum": { "type": "number" }, "exclusiveMinimum": { "type": "number" },
        "maxLength": { "$ref": "#/@/nonNegativeInteger" }, "minLength": { "$ref": "#/@/nonNegativeInteger" },
        "pattern": { "type": "string", "format": "regex" }, "format": { "type": "string" },
        "contentEncoding": { "type": "string" }, "contentMediaType": { "type": "string" },
        "maxItems": { "$ref": "#/@/nonNegativeInteger" }, "minItems": { "$ref": "#/@/nonNegativeInteger" },
        "uniqueItems": { "type": "boolean" }, "contains": { "$ref": "#" },
        "maxProperties": { "$ref": "#/@/nonNegativeInteger" }, "minProperties": { "$ref": "#/@/nonNegativeInteger" },
        "required": { "$ref": "#/@/stringArray" },
        "properties": { "$ref": "#/@/schemaTable" }, "patternProperties": { "$ref": "#/@/patternTable" },
        "additionalProperties": { "$ref": "#" }, "propertyNames": { "$ref": "#" },
        "definitions": { "$ref": "#/@/schemaTable" },
        "dependencies": {
          "type": "object",
          "additionalProperties": { "anyOf": [{ "$ref": "#" }, { "$ref": "#/@/stringArray" }] }
        },
        "if": { "$ref": "#" }, "then": { "$ref": "#" }, "else": { "$ref": "#" }, "not": { "$ref": "#" },
        "allOf": { "$ref": "#/@/schemaArray" }, "anyOf": { "$ref": "#/@/schemaArray" }, "oneOf": { "$ref": "#/@/schemaArray" }
        """;

    private const string OnlyDraft7 =
        """
        "$id": { "type": "string", "format": "uri-reference" },
        "items": { "anyOf": [{ "$ref": "#" }, { "$ref": "#/@/schemaArray" }] },
        "additionalItems": { "$ref": "#" }
        """;

    private const string OnlyDraft2020 =
        """
        "$id": { "type": "string", "format": "uri-reference", "pattern": "^[^#]*#?$" },
        "$anchor": { "$ref": "#/@/anchor" }, "$dynamicAnchor": { "$ref": "#/@/anchor" },
        "$dynamicRef": { "type": "string", "format": "uri-reference" },
        "$vocabulary": { "type": "object", "propertyNames": { "format": "uri" }, "additionalProperties": { "type": "boolean" } },
        "$defs": { "$ref": "#/@/schemaTable" }, "deprecated": { "type": "boolean" },
        "prefixItems": { "$ref": "#/@/schemaArray" }, "items": { "$ref": "#" },
        "minContains": { "$ref": "#/@/nonNegativeInteger" }, "maxContains": { "$ref": "#/@/nonNegativeInteger" },
        "dependentRequired": { "type": "object", "additionalProperties": { "$ref": "#/@/stringArray" } },
        "dependentSchemas": { "$ref": "#/@/schemaTable" },
        "unevaluatedItems": { "$ref": "#" }, "unevaluatedProperties": { "$ref": "#" },
        "contentSchema": { "$ref": "#" }
        """;

    private const string Anchor = """, "anchor": { "type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$" }""";

    private static readonly JsonElement Draft7 = Make(Draft7Uri, "definitions", Definitions, OnlyDraft7);
    private static readonly JsonElement Draft2020 = Make(Draft2020Uri, "$defs", Definitions + Anchor, OnlyDraft2020);

    /// <summary>The schema of schemas with an address; null for an address that is none.</summary>
    public static SchemaPlace? Find(string uri) => uri switch
    {
        // a pointer into the caller's document begins with a slash, these do not
        Draft7Uri => new(Draft7, "draft-07"),
        Draft2020Uri => new(Draft2020, "draft-2020-12"),
        _ => null,
    };

    private static JsonElement Make(string uri, string table, string definitions, string more)
    {
        var text = $$"""{ "type": ["object", "boolean"], "{{table}}": { {{definitions}} }, "properties": { {{Common}}, {{more}} } }""";
        return JsonDocument.Parse(
            text.Replace("/@/", $"/{table}/", StringComparison.Ordinal).Replace("\"#", $"\"{uri}#", StringComparison.Ordinal)).RootElement;
    }
}
