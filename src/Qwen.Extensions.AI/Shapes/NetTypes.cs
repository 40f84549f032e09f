using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// Schemas of .NET types that say all that System.Text.Json asks of a value: the bounds of each kind of number, the names of flags,
/// base64 of bytes, keys that are numbers.
/// </summary>
internal static class NetTypes
{
    private static readonly string[] Narrowing = ["minimum", "maximum", "pattern", "contentEncoding", "propertyNames"];
    private static readonly string[] Bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const"];
    private static readonly string[] Tables = ["properties", "$defs", "definitions"];
    private static readonly string[] Places = ["items", "additionalProperties"];

    /// <summary>The schema of a type.</summary>
    /// <exception cref="NotSupportedException">System.Text.Json does not know the type.</exception>
    /// <exception cref="InvalidOperationException">The type's contract is wrong.</exception>
    public static JsonElement Schema(Type type, JsonSerializerOptions options) =>
        AIJsonUtilities.CreateJsonSchema(
            type,
            serializerOptions: options,
            inferenceOptions: new AIJsonSchemaCreateOptions
            {
                TransformSchemaNode = (context, node) =>
                {
                    if (node is JsonObject keywords)
                        Narrow(keywords, context.TypeInfo);
                    return node;
                },
            });

    /// <summary>Adds to a schema what the schema of the type says more, place by place; what the schema says itself stays.</summary>
    public static void Add(JsonObject schema, JsonObject more)
    {
        foreach (var keyword in Narrowing)
        {
            var isSaid = schema.ContainsKey(keyword) || (keyword is "minimum" or "maximum" && schema.ContainsKey(Exclusive(keyword)));
            if (!isSaid && more[keyword] is { } value)
                schema[keyword] = value.DeepClone();
        }

        foreach (var place in Places)
        {
            if (schema[place] is JsonObject own && more[place] is JsonObject other)
                Add(own, other);
        }

        foreach (var table in Tables)
        {
            foreach (var (name, own) in schema[table] as JsonObject ?? [])
            {
                if (own is JsonObject member && more[table]?[name] is JsonObject other)
                    Add(member, other);
            }
        }
    }

    private static void Narrow(JsonObject keywords, JsonTypeInfo contract)
    {
        var type = Nullable.GetUnderlyingType(contract.Type) ?? contract.Type;
        if (type.IsEnum)
        {
            NarrowEnum(keywords, type, contract.Options);
            return;
        }

        if ((NetNumbers.Whole(type.Name) ?? NetNumbers.Fraction(type.Name)) is { } range && type.Namespace == nameof(System))
            Bound(keywords, range);
        else if (type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) || type == typeof(Memory<byte>))
            keywords.TryAdd("contentEncoding", "base64");
        else if (contract.KeyType is { } key && NetNumbers.Whole(key.Name) is { } keys)
            keywords.TryAdd("propertyNames", new JsonObject { ["pattern"] = KeyPattern(keys.Least, keys.Most) });
    }

    private static void NarrowEnum(JsonObject keywords, Type type, JsonSerializerOptions options)
    {
        if (NetSchema.Allows(keywords, "integer"))
            Bound(keywords, NetNumbers.Whole(Enum.GetUnderlyingType(type).Name)!.Value);
        var isFlags = type.IsDefined(typeof(FlagsAttribute), inherit: false);
        if (!isFlags || keywords.ContainsKey("enum") || !NetSchema.Allows(keywords, "string"))
            return;

        // several flags stand in one text, as Enum writes them
        var names = Enum.GetValuesAsUnderlyingType(type).Cast<object>()
            .Select(value => JsonSerializer.SerializeToNode(Enum.ToObject(type, value), options.GetTypeInfo(type)))
            .Where(node => node?.GetValueKind() == JsonValueKind.String)
            .SelectMany(node => node!.GetValue<string>().Split(", ")).Distinct().Select(Escaped).ToList();
        if (names.Count == 0)
            return;
        var one = $"(?:{string.Join('|', names)})";
        keywords.TryAdd("pattern", $"^{one}(?:, {one})*$");
    }

    private static void Bound(JsonObject keywords, (JsonNode Least, JsonNode Most) range)
    {
        if (Bounds.Any(keywords.ContainsKey))
            return;
        keywords["minimum"] = range.Least;
        keywords["maximum"] = range.Most;
    }

    private static string Exclusive(string bound) => bound == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";

    // as many digits as are surely within the bounds
    private static string KeyPattern(JsonNode least, JsonNode most) =>
        $"^(?:0|{(least.ToJsonString()[0] == '-' ? "-?" : "")}[1-9][0-9]{{0,{most.ToJsonString().Length - 2}}})$";

    private static string Escaped(string name) => string.Concat(
        name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ' ' || c > '\x7f' ? c.ToString() : $"\\u{(int)c:x4}"));
}
