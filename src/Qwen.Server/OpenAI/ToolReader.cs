using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.Server.OpenAI;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class ToolReader
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>Puts the functions and the choice among them into the options.</summary>
    /// <param name="body">The request.</param>
    /// <param name="options">Where to put them.</param>
    /// <param name="nested">The field in which a tool's function stands; null where the tool is the function.</param>
    public static void Read(JsonElement body, ChatOptions options, string? nested = "function")
    {
        if (body.GetArray("tools") is { Count: > 0 } tools)
            options.Tools = [.. tools.Select((tool, i) => ReadTool(tool, $"tools[{i}]", nested))];
        if (options.Tools is { } all && all.GroupBy(tool => tool.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw RequestException.Invalid("tools", $"Two tools are called '{twice.Key}'.", "invalid_value");
        options.AllowMultipleToolCalls = body.GetFlag("parallel_tool_calls");
        options.ToolMode = ReadChoice(body, options.Tools ?? [], nested);
    }

    private static AIFunctionDeclaration ReadTool(JsonElement tool, string path, string? nested)
    {
        if (tool.ValueKind != JsonValueKind.Object)
            throw RequestException.Invalid(path, $"'{path}' must be an object.", "invalid_type");
        if (tool.GetText("type", path) is var type && type != "function")
            throw RequestException.Invalid(
                $"{path}.type", $"'{path}.type' is '{type}': only functions can be called here.", "invalid_value");
        var place = nested is null ? path : $"{path}.{nested}";
        var function = nested is null ? tool : tool.GetObject(nested, path)
            ?? throw RequestException.Invalid(place, $"'{place}' is missing.", "missing_required_parameter");
        var name = JsonFields.Required(function.GetText("name", place), $"{place}.name");
        if (string.IsNullOrWhiteSpace(name))
            throw RequestException.Invalid($"{place}.name", $"'{place}.name' is empty.", "invalid_value");
        var parameters = function.GetObject("parameters", place) ?? NoParameters;
        return AIFunctionFactory.CreateDeclaration(name, function.GetText("description", place) ?? "", parameters.Clone());
    }

    private static ChatToolMode? ReadChoice(JsonElement body, IList<AITool> tools, string? nested)
    {
        var mode = body.Get("tool_choice") switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => text.GetString() switch
            {
                "none" => ChatToolMode.None,
                "auto" => ChatToolMode.Auto,
                "required" => ChatToolMode.RequireAny,
                var other =>
                    throw Wrong($"'tool_choice' is '{other}': there are none, auto, required, or an object that names a function."),
            },
            { ValueKind: JsonValueKind.Object } named
                when (nested is null ? named : named.GetObject(nested, "tool_choice"))?.GetText(
                    "name", "tool_choice") is { Length: > 0 } name =>
                tools.Any(tool => tool.Name == name)
                    ? (ChatToolMode)ChatToolMode.RequireSpecific(name)
                    : throw Wrong($"'tool_choice' names the function '{name}', which is not among the tools."),
            _ => throw Wrong("'tool_choice' must be none, auto, required, or an object that names a function."),
        };
        return mode is RequiredChatToolMode && tools.Count == 0
            ? throw Wrong("'tool_choice' asks for a call, but there are no tools.")
            : mode;
    }

    private static RequestException Wrong(string message) => RequestException.Invalid("tool_choice", message, "invalid_value");
}
