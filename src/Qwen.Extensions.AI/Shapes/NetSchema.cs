using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// Narrows schemas to what System.Text.Json reads: the schema of a .NET type says less than the type does, and any weights have to give
/// a value of the type.
/// </summary>
/// <remarks>
/// Objects hold nothing that the schema does not declare, unless it says so or puts objects together from several parts. Whole numbers
/// without bounds get those of 64 bits, or of the type that the schema is named after. Times of day have no offset, dates
/// with time have the letters and offsets that .NET knows, and time spans have hours, minutes and seconds that exist. What narrows is
/// added to the schema, never taken from it, but for the format <c>time</c>, which asks for an offset that <see cref="TimeOnly"/> refuses.
/// </remarks>
internal static class NetSchema
{
    private const string TimeOfDay = @"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,7})?";
    private const string Offset = @"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)";

    // what JsonSchemaExporter writes for TimeSpan
    private const string ExportedTimeSpan = @"^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?$";

    private static readonly string[] Joining = ["allOf", "not", "if", "dependentSchemas", "unevaluatedProperties", "$dynamicRef"];
    private static readonly string[] Choosing = ["$ref", "anyOf", "oneOf"];
    private static readonly string[] Holding = ["properties", "patternProperties", "additionalProperties", "required"];
    private static readonly string[] Bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum", "const"];

    private static readonly Dictionary<string, (decimal Least, decimal Most)> Ranges = new()
    {
        ["SByte"] = (sbyte.MinValue, sbyte.MaxValue),
        ["Byte"] = (byte.MinValue, byte.MaxValue),
        ["Int16"] = (short.MinValue, short.MaxValue),
        ["UInt16"] = (ushort.MinValue, ushort.MaxValue),
        ["Int32"] = (int.MinValue, int.MaxValue),
        ["UInt32"] = (uint.MinValue, uint.MaxValue),
        ["Int64"] = (long.MinValue, long.MaxValue),
        ["UInt64"] = (ulong.MinValue, ulong.MaxValue),
    };

    /// <summary>The narrower schema.</summary>
    /// <param name="schema">Any schema; not changed.</param>
    /// <param name="name">Its name: Microsoft.Extensions.AI names schemas after types.</param>
    public static JsonElement Narrow(JsonElement schema, string? name = null)
    {
        // an array's name is that of its items with brackets, which a schema's name has as underscores
        var range = Ranges.GetValueOrDefault(name?.TrimEnd('_', '[', ']') ?? "", Ranges["Int64"]);
        var closed = JsonNode.Parse(schema.GetRawText()) is { } root && !Joins(root);
        return AIJsonUtilities.TransformSchema(schema, new AIJsonSchemaTransformOptions
        {
            TransformSchemaNode = (_, node) =>
            {
                if (node is JsonObject keywords)
                    Narrow(keywords, range, closed);
                return node;
            },
        });
    }

    // whether an object's properties may stand in several places of the schema, so that none knows them all
    private static bool Joins(JsonNode? node) => node switch
    {
        JsonObject keywords => Joining.Any(keywords.ContainsKey)
            || (Choosing.Any(keywords.ContainsKey) && Holding.Any(keywords.ContainsKey))
            || keywords.Any(keyword => Joins(keyword.Value)),
        JsonArray items => items.Any(Joins),
        _ => false,
    };

    private static void Narrow(JsonObject keywords, (decimal Least, decimal Most) range, bool closed)
    {
        if (closed && keywords.ContainsKey("properties") && !keywords.ContainsKey("patternProperties"))
            keywords.TryAdd("additionalProperties", false);
        if (Allows(keywords, "integer") && !Bounds.Any(keywords.ContainsKey))
        {
            keywords["minimum"] = range.Least;
            keywords["maximum"] = range.Most;
        }

        if (!Allows(keywords, "string"))
            return;
        var pattern = Text(keywords, "pattern");
        switch (Text(keywords, "format"))
        {
            case "time" when pattern is null:
                keywords.Remove("format");
                keywords["pattern"] = $"^{TimeOfDay}$";
                break;
            case "date-time" when pattern is null:
                keywords["pattern"] = $"^[12]\\d{{3}}-[01]\\d-[0-3]\\dT{TimeOfDay}{Offset}$";
                break;
            case null when pattern == ExportedTimeSpan:
                keywords["pattern"] = $@"^-?(?:\d{{1,6}}\.)?{TimeOfDay}$";
                break;
        }
    }

    private static bool Allows(JsonObject keywords, string type) => keywords["type"] switch
    {
        JsonValue single => single.TryGetValue<string>(out var name) && name == type,
        JsonArray several => several.Any(item => item is JsonValue value && value.TryGetValue<string>(out var name) && name == type),
        _ => false,
    };

    private static string? Text(JsonObject keywords, string key) =>
        keywords[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
