using System.Globalization;
using System.Text.Json;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Reading;

/// <summary>Reads from a JSON schema what is to be read from a document: objects, lists, and values of a kind.</summary>
internal sealed class SchemaShape
{
    private const int MaxFields = 200;
    private const int MaxDepth = 8;

    private static readonly string[] Unions = ["anyOf", "oneOf", "allOf"];

    private readonly JsonElement root;
    private int fields;

    private SchemaShape(JsonElement root) => this.root = root;

    /// <summary>The shape of a schema whose root is an object.</summary>
    /// <exception cref="QwenException">It is no such schema, or has too many fields, or comes back to itself.</exception>
    public static FieldShape.Group Read(JsonElement schema)
    {
        var shape = new SchemaShape(schema).Shape(schema, "the root", 0);
        return shape as FieldShape.Group
            ?? throw new QwenException("The JSON schema describes no object: give one with 'properties', one for each field to read.");
    }

    /// <summary>The same from a schema as text, JSON, or a part of a request.</summary>
    /// <exception cref="QwenException">It is no such schema.</exception>
    public static FieldShape.Group Read(object? schema)
    {
        try
        {
            return schema switch
            {
                JsonElement { ValueKind: JsonValueKind.Object } json => Read(json),
                JsonElement { ValueKind: JsonValueKind.String } json => Read(JsonElement.Parse(json.GetString()!)),
                string text => Read(JsonElement.Parse(text)),
                null => throw new QwenException("There is no JSON schema: give one with 'properties', one for each field to read."),
                _ => Read(JsonSerializer.SerializeToElement(schema)),
            };
        }
        catch (JsonException error)
        {
            throw new QwenException($"The JSON schema is no JSON: {error.Message}", error);
        }
    }

    private FieldShape Shape(JsonElement schema, string path, int depth)
    {
        if (depth > MaxDepth)
            throw new QwenException($"The JSON schema is nested deeper than {MaxDepth}, or comes back to itself, at {path}.");
        if (schema.ValueKind != JsonValueKind.Object)
            return Value(FieldKind.Text);
        if (schema.TryGetProperty("$ref", out var reference))
            return Shape(Resolve(reference.GetString() ?? ""), path, depth + 1);
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            return Group(properties, path, depth);
        foreach (var union in Unions)
        {
            // a value or null: there is one real part
            if (schema.TryGetProperty(union, out var parts) && parts.ValueKind == JsonValueKind.Array
                && parts.EnumerateArray().Where(part => !IsNull(part)).Take(2).ToList() is [var only])
                return Shape(only, path, depth + 1);
        }

        if (schema.TryGetProperty("const", out var constant))
            return Value(FieldKind.Text, [constant.ToString()]);
        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array)
            return Value(
                FieldKind.Text,
                [.. choices.EnumerateArray().Where(choice => choice.ValueKind != JsonValueKind.Null).Select(choice => choice.ToString())]);
        var types = Types(schema);
        if (types.Contains("array"))
            return new FieldShape.Sequence(
                schema.TryGetProperty("items", out var items) ? Shape(items, path + "[]", depth + 1) : Value(FieldKind.Text));
        if (types.Contains("object"))
            throw new QwenException($"The JSON schema names no 'properties' for the object at {path}: name the fields to read.");
        return Value(types.Contains("integer") ? FieldKind.Whole
            : types.Contains("number") ? FieldKind.Number
            : types.Contains("boolean") ? FieldKind.Truth
            : FieldKind.Text);
    }

    private FieldShape.Group Group(JsonElement properties, string path, int depth)
    {
        var names = properties.EnumerateObject().ToList();
        PromptText.RequireKeys([.. names.Select(property => property.Name)], path, MaxFields);
        return new FieldShape.Group(
            [.. names.Select(property => KeyValuePair.Create(property.Name, Shape(property.Value, property.Name, depth + 1)))]);
    }

    private FieldShape.Value Value(FieldKind kind, params IReadOnlyList<string> choices) => ++fields <= MaxFields
        ? new FieldShape.Value(kind, choices)
        : throw new QwenException($"The JSON schema has more than {MaxFields} fields: ask in several calls.");

    // "#/$defs/Item", "#/properties/first"
    private JsonElement Resolve(string reference)
    {
        var at = root;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/").Replace("~0", "~");
            at = at.ValueKind switch
            {
                JsonValueKind.Object when at.TryGetProperty(name, out var member) => member,
                JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < at.GetArrayLength() => at[index],
                _ => throw new QwenException($"The JSON schema refers to '{reference}', which it does not hold."),
            };
        }

        return at;
    }

    private static bool IsNull(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && Types(schema) is ["null"];

    private static List<string> Types(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return [];
        return type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.ToString())] : [type.ToString()];
    }
}
