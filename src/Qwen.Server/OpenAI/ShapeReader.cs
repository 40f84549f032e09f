using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;

namespace Qwen.Server.OpenAI;

/// <summary>
/// Reads what the answer has to look like: <c>response_format</c>, <c>grammar</c>, <c>guided_*</c> and <c>structured_outputs</c>.
/// </summary>
internal static class ShapeReader
{
    /// <summary>Puts the shape into the options; at most one may be asked for.</summary>
    public static void Read(JsonElement body, ChatOptions options)
    {
        var format = body.GetObject("response_format") is { } asked ? ReadFormat(asked, "response_format", nested: "json_schema") : null;
        Read(body, options, format, "response_format");
    }

    /// <summary>Puts the shape into the options, where a form has its own field for the format.</summary>
    /// <param name="body">Where the other fields stand.</param>
    /// <param name="options">Where to put it.</param>
    /// <param name="format">The format; null for none.</param>
    /// <param name="formatField">Where it stood.</param>
    public static void Read(JsonElement body, ChatOptions options, ChatResponseFormat? format, string formatField)
    {
        var properties = options.AdditionalProperties ??= [];
        var asked = new List<string>();
        options.ResponseFormat = format;
        if (format is ChatResponseFormatJson)
            asked.Add(formatField);
        if (body.GetText("grammar") is { } grammar)
            AskGrammar("grammar", grammar);
        ReadGuides(body, "guided_", null);
        if (body.GetObject("structured_outputs") is { } structured)
            ReadGuides(structured, "", "structured_outputs.");
        if (asked.Count > 1)
            throw RequestException.Invalid(
                asked[1], $"'{asked[0]}' and '{asked[1]}' both say what the answer looks like: give one of them.", "invalid_value");

        void ReadGuides(JsonElement from, string prefix, string? path)
        {
            if (from.Get($"{prefix}json") is { } schema)
            {
                asked.Add($"{path}{prefix}json");
                options.ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema(schema, $"{path}{prefix}json"));
                properties[QwenPropertyNames.FormatInstruction] = false; // the prompt of such a caller says it itself
            }

            if (from.GetText($"{prefix}regex") is { } pattern)
                AskGrammar($"{path}{prefix}regex", $"root ::= /{EscapeSlashes(pattern)}/");
            if (from.GetArray($"{prefix}choice") is { } choices)
                AskGrammar($"{path}{prefix}choice", $"root ::= {Choice(choices, $"{path}{prefix}choice")}");
            if (from.GetText($"{prefix}grammar") is { } own)
                AskGrammar($"{path}{prefix}grammar", own);
        }

        void AskGrammar(string field, string notation)
        {
            asked.Add(field);
            properties[QwenPropertyNames.Grammar] = notation;
            if (options.Tools is { Count: > 0 } && options.ToolMode is not NoneChatToolMode)
                throw RequestException.Invalid(
                    field, $"'{field}' says what the whole answer is, which leaves no room for calls: leave 'tools' out.");
        }
    }

    /// <summary>Reads a format.</summary>
    /// <param name="format">The field's object.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="nested">The field that holds a schema with its name; null where they stand in the format itself.</param>
    public static ChatResponseFormat ReadFormat(JsonElement format, string path, string? nested)
    {
        switch (format.GetText("type", path))
        {
            case "text":
                return ChatResponseFormat.Text;
            case "json_object" when format.Get("schema") is { } loose:
                // as llama.cpp takes it
                return ChatResponseFormat.ForJsonSchema(Schema(loose, $"{path}.schema"));
            case "json_object":
                return ChatResponseFormat.Json;
            case "json_schema":
                // llama.cpp takes the schema without the object around it
                var isFlat = nested is null || (format.Get(nested) is null && format.Get("schema") is not null);
                var place = isFlat ? path : $"{path}.{nested}";
                var named = isFlat ? format : format.GetObject(nested!, path)
                    ?? throw RequestException.Invalid(place, $"'{place}' is missing.", "missing_required_parameter");
                var schema = named.Get("schema")
                    ?? throw RequestException.Invalid($"{place}.schema", $"'{place}.schema' is missing.", "missing_required_parameter");
                return ChatResponseFormat.ForJsonSchema(
                    Schema(schema, $"{place}.schema"), named.GetText("name", place), named.GetText("description", place));
            case var other:
                throw RequestException.Invalid(
                    $"{path}.type", $"'{path}.type' is '{other}': there are text, json_object and json_schema.", "invalid_value");
        }
    }

    // some callers send a schema as text
    private static JsonElement Schema(JsonElement schema, string field)
    {
        try
        {
            var json = schema.ValueKind == JsonValueKind.String ? JsonElement.Parse(schema.GetString()!) : schema.Clone();
            if (json.ValueKind is JsonValueKind.Object or JsonValueKind.True)
                return json;
        }
        catch (JsonException)
        {
            // refused below
        }

        throw RequestException.Invalid(field, $"'{field}' must be a JSON schema.", "invalid_type");
    }

    private static string EscapeSlashes(string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                text.Append(pattern[i++]);
            else if (pattern[i] == '/')
                text.Append('\\');
            text.Append(pattern[i]);
        }

        return text.ToString();
    }

    private static string Choice(IReadOnlyList<JsonElement> choices, string field)
    {
        if (choices.Count == 0 || choices.Any(choice => choice.ValueKind != JsonValueKind.String || choice.GetString()!.Length == 0))
            throw RequestException.Invalid(field, $"'{field}' must be an array of texts, each of at least one character.", "invalid_type");
        return string.Join(" | ", choices.Select(choice => Literal(choice.GetString()!)));
    }

    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => literal.Append('\\').Append(letter),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                _ when char.IsControl(letter) => literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => literal.Append(letter),
            };
        }

        return literal.Append('"').ToString();
    }
}
