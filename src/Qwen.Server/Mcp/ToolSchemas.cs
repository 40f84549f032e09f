using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen.Server.Mcp;

/// <summary>The schemas of a tool, made of those of its function.</summary>
internal static class ToolSchemas
{
    /// <summary>Name under which a result that is no object is wrapped in one.</summary>
    public const string Result = "result";

    /// <summary>The function's own schema, where pictures, videos and documents may also be content.</summary>
    /// <param name="function">The function.</param>
    /// <param name="media">Names of the parameters that take such, and whether each takes a list.</param>
    public static JsonElement Input(AIFunction function, IReadOnlyDictionary<string, bool> media)
    {
        var schema = (JsonObject)JsonNode.Parse(function.JsonSchema.GetRawText())!;
        PortableSchema.Inline(schema);
        foreach (var (name, isList) in media)
        {
            var parameter = (JsonObject)schema["properties"]![name]!;
            parameter.Remove("type");
            JsonArray forms = [Name(), Content()];
            if (isList)
            {
                var item = new JsonObject { ["anyOf"] = new JsonArray(Name(), Content()) };
                forms.Add(new JsonObject { ["type"] = "array", ["items"] = item });
            }

            parameter["anyOf"] = forms;
        }

        PortableSchema.LeaveOutNull(schema);
        return JsonSerializer.SerializeToElement(schema);
    }

    /// <summary>What the structured result looks like, always an object; null where the result is words or pictures.</summary>
    /// <param name="function">The function.</param>
    /// <param name="wrapped">Whether the function's result is the <see cref="Result"/> of that object.</param>
    public static JsonElement? Output(AIFunction function, out bool wrapped)
    {
        wrapped = false;
        if (function.ReturnJsonSchema is not { ValueKind: JsonValueKind.Object } returned || IsContent(ReturnType(function)))
            return null;
        var schema = (JsonObject)JsonNode.Parse(returned.GetRawText())!;
        PortableSchema.Inline(schema);
        PortableSchema.SplitNull(schema);
        wrapped = schema["type"] is not JsonValue type || type.GetValue<string>() != "object";
        if (wrapped)
        {
            schema = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [Result] = schema },
                ["required"] = new JsonArray(Result),
            };
        }

        return JsonSerializer.SerializeToElement(schema);
    }

    private static JsonObject Name() => new()
    {
        ["type"] = "string",
        ["description"] = "The path of a file in an allowed folder, a data URI, the bytes as base64, or the address of a drawn picture.",
    };

    private static JsonObject Content() => new()
    {
        ["type"] = "object",
        ["description"] = "An image block ('data', 'mimeType'), an embedded resource ('resource' with 'blob'), or a link to one ('uri').",
    };

    private static Type? ReturnType(AIFunction function)
    {
        var type = function.UnderlyingMethod?.ReturnType;
        if (type is not { IsGenericType: true })
            return type;
        var outer = type.GetGenericTypeDefinition();
        return outer == typeof(Task<>) || outer == typeof(ValueTask<>) ? type.GenericTypeArguments[0] : type;
    }

    private static bool IsContent(Type? type) =>
        type == typeof(string) || typeof(AIContent).IsAssignableFrom(type) || typeof(IEnumerable<AIContent>).IsAssignableFrom(type);
}
