using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// Narrows schemas to what System.Text.Json reads: the schema of a .NET type says less than the type does, and any weights have to give
/// a value of the type.
/// </summary>
/// <remarks>
/// Objects hold nothing that the schema does not declare, unless it says so or puts objects together from several parts. Numbers without
/// bounds get those of the type that the schema is named after, whole ones else those of 64 bits. Times of day have no offset, dates
/// with time have the letters and offsets that .NET knows, time spans have hours, minutes and seconds that exist, versions have parts that
/// fit, addresses are such as <see cref="Uri"/> reads, and a text of one character is no pair of surrogates. What narrows is added to the
/// schema, never taken from it, but for the format <c>time</c>, which asks for an offset that <see cref="TimeOnly"/> refuses. What a
/// schema cannot tell, <see cref="NetTypes"/> says.
/// </remarks>
internal static class NetSchema
{
    private const string TimeOfDay = @"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,7})?";
    private const string Offset = @"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)";

    // Uri takes one letter before a colon for a drive, wants a host behind schemes that have one, and ports of 16 bits
    private const string Address =
        @"^(?![^/?#]*//[^/?#]*:\d{5})(?:(?:https?|wss?|ftp)://[A-Za-z0-9]|(?!(?:https?|wss?|ftp):)[a-z][a-z0-9+.-]{1,62}:)";

    // what JsonSchemaExporter writes for TimeSpan
    private const string ExportedTimeSpan = @"^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?$";

    private static readonly string[] Joining = ["allOf", "not", "if", "dependentSchemas", "unevaluatedProperties", "$dynamicRef"];
    private static readonly string[] Choosing = ["$ref", "anyOf", "oneOf"];
    private static readonly string[] Holding = ["properties", "patternProperties", "additionalProperties", "required"];
    private static readonly string[] Bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "enum", "const"];

    // what JsonSchemaExporter writes for Version
    private const string ExportedVersion = @"^\d+(\.\d+){1,3}$";

    /// <summary>The narrower schema.</summary>
    /// <param name="schema">Any schema; not changed.</param>
    /// <param name="name">Its name: Microsoft.Extensions.AI names schemas after types.</param>
    public static JsonElement Narrow(JsonElement schema, string? name = null)
    {
        // an array's name is that of its items with brackets, which a schema's name has as underscores; a nullable number has no name of
        // its own, and an int is what it mostly is
        var type = name is "Nullable_1" or "Nullable`1" ? nameof(Int32) : name?.TrimEnd('_', '[', ']') ?? "";
        var isBytes = type == nameof(Byte) && name != type;
        var closed = JsonNode.Parse(schema.GetRawText()) is { } root && !Joins(root);
        return AIJsonUtilities.TransformSchema(schema, new AIJsonSchemaTransformOptions
        {
            TransformSchemaNode = (_, node) =>
            {
                if (node is JsonObject keywords)
                    Narrow(keywords, type, isBytes, closed);
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

    private static void Narrow(JsonObject keywords, string type, bool isBytes, bool closed)
    {
        if (closed && keywords.ContainsKey("properties") && !keywords.ContainsKey("patternProperties"))
            keywords.TryAdd("additionalProperties", false);
        var range = Allows(keywords, "integer") ? NetNumbers.Whole(type) ?? NetNumbers.Usual
            : Allows(keywords, "number") ? NetNumbers.Fraction(type)
            : null;
        if (range is { } bounds && !Bounds.Any(keywords.ContainsKey))
        {
            keywords["minimum"] = bounds.Least;
            keywords["maximum"] = bounds.Most;
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
            case "uri" when pattern is null:
                keywords["pattern"] = Address;
                break;
            case null when pattern == ExportedTimeSpan:
                keywords["pattern"] = $@"^-?(?:\d{{1,6}}\.)?{TimeOfDay}$";
                break;
            case null when pattern == ExportedVersion:
                keywords["pattern"] = @"^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){1,3}$";
                break;
            case null when pattern is null && IsOne(keywords, "minLength") && IsOne(keywords, "maxLength"):
                keywords["pattern"] = @"^[\u0000-\uFFFF]$";
                break;
            case null when pattern is null && isBytes:
                keywords.TryAdd("contentEncoding", "base64");
                break;
        }
    }

    /// <summary>Whether a schema names a type among those of its values.</summary>
    internal static bool Allows(JsonObject keywords, string type) => keywords["type"] switch
    {
        JsonValue single => single.TryGetValue<string>(out var name) && name == type,
        JsonArray several => several.Any(item => item is JsonValue value && value.TryGetValue<string>(out var name) && name == type),
        _ => false,
    };

    private static bool IsOne(JsonObject keywords, string key) =>
        keywords[key] is JsonValue value && value.TryGetValue<int>(out var count) && count == 1;

    private static string? Text(JsonObject keywords, string key) =>
        keywords[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
