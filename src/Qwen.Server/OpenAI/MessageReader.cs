using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.Server.OpenAI;

/// <summary>Reads the <c>messages</c> of a chat completion.</summary>
internal static class MessageReader
{
    /// <summary>The conversation.</summary>
    /// <exception cref="RequestException">A message cannot be read; the error names its field.</exception>
    public static List<ChatMessage> Read(JsonElement body, QwenServerOptions options)
    {
        var messages = JsonFields.Required(body.GetArray("messages"), "messages");
        if (messages.Count == 0)
            throw RequestException.Invalid("messages", "'messages' is empty: send at least one.", "empty_array");
        var media = new MediaReader(options);
        return [.. messages.Select((message, i) => ReadMessage(message, $"messages[{i}]", media))];
    }

    private static ChatMessage ReadMessage(JsonElement message, string path, MediaReader media)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw RequestException.Invalid(path, $"'{path}' must be an object.", "invalid_type");
        var role = JsonFields.Required(message.GetText("role", path), $"{path}.role");
        var contents = ReadContent(message, path, media);
        if (role is not ("assistant" or "tool") && message.Get("content") is null)
            throw RequestException.Invalid($"{path}.content", $"'{path}.content' is missing.", "missing_required_parameter");
        switch (role)
        {
            case "system" or "developer":
                return new ChatMessage(ChatRole.System, contents);
            case "user":
                return new ChatMessage(ChatRole.User, contents);
            case "assistant":
                contents.AddRange(ReadCalls(message, path));
                if (contents.Count == 0)
                    throw RequestException.Invalid(
                        $"{path}.content", $"'{path}' has neither 'content' nor 'tool_calls'.", "missing_required_parameter");
                return new ChatMessage(ChatRole.Assistant, contents);
            case "tool":
                var call = JsonFields.Required(message.GetText("tool_call_id", path), $"{path}.tool_call_id");
                object result = contents is [TextContent text] ? text.Text : contents.Count == 0 ? "" : contents;
                return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call, result)]);
            default:
                throw RequestException.Invalid(
                    $"{path}.role", $"'{path}.role' is '{role}': there are system, developer, user, assistant and tool.", "invalid_value");
        }
    }

    private static List<AIContent> ReadContent(JsonElement message, string path, MediaReader media) => message.Get("content") switch
    {
        null => [],
        { ValueKind: JsonValueKind.String } text => [new TextContent(text.GetString())],
        { ValueKind: JsonValueKind.Array } parts =>
            [.. parts.EnumerateArray().Select((part, i) => ReadPart(part, $"{path}.content[{i}]", media))],
        _ => throw RequestException.Invalid($"{path}.content", $"'{path}.content' must be a text or an array of parts.", "invalid_type"),
    };

    private static AIContent ReadPart(JsonElement part, string path, MediaReader media)
    {
        if (part.ValueKind != JsonValueKind.Object)
            throw RequestException.Invalid(path, $"'{path}' must be an object.", "invalid_type");
        var type = JsonFields.Required(part.GetText("type", path), $"{path}.type");
        return type switch
        {
            "text" => new TextContent(JsonFields.Required(part.GetText("text", path), $"{path}.text")),
            "refusal" => new TextContent(JsonFields.Required(part.GetText("refusal", path), $"{path}.refusal")),
            "image_url" => Hinted(media.ReadAddress(part, "image_url", "image/*", path), part, path),
            "video_url" => Hinted(media.ReadAddress(part, "video_url", "video/*", path), part, path),
            "input_video" => Hinted(media.ReadInputVideo(part, path), part, path),
            "file" => Hinted(media.ReadFile(part, path), part, path),
            _ => throw RequestException.Invalid(
                $"{path}.type", $"'{path}.type' is '{type}': there are text, image_url, video_url, input_video and file.", "invalid_value"),
        };
    }

    /// <summary>Notes what a part says about its own size and sampling: it wins over what the request says.</summary>
    public static AIContent Hinted(AIContent content, JsonElement part, string path)
    {
        MediaHintNames.Check(part, path);
        foreach (var name in MediaHintNames.All)
        {
            if (part.Get(name) is { } value)
                (content.AdditionalProperties ??= [])[name] = value.Clone();
        }

        return content;
    }

    private static IEnumerable<AIContent> ReadCalls(JsonElement message, string path)
    {
        var calls = message.GetArray("tool_calls", path) ?? [];
        for (var i = 0; i < calls.Count; i++)
        {
            var place = $"{path}.tool_calls[{i}]";
            if (calls[i].ValueKind != JsonValueKind.Object || calls[i].GetObject("function", place) is not { } function)
                throw RequestException.Invalid($"{place}.function", $"'{place}.function' is missing.", "missing_required_parameter");
            var id = JsonFields.Required(calls[i].GetText("id", place), $"{place}.id");
            var name = JsonFields.Required(function.GetText("name", place), $"{place}.function.name");
            yield return new FunctionCallContent(
                id, name, ReadArguments(function.GetText("arguments", place), $"{place}.function.arguments"));
        }
    }

    /// <summary>The arguments of a call, which are sent as the text of a JSON object.</summary>
    public static Dictionary<string, object?> ReadArguments(string? text, string field)
    {
        try
        {
            var json = JsonElement.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text);
            if (json.ValueKind == JsonValueKind.Object)
            {
                var arguments = new Dictionary<string, object?>();
                foreach (var member in json.EnumerateObject())
                    arguments[member.Name] = member.Value;
                return arguments;
            }
        }
        catch (JsonException)
        {
            // refused below
        }

        throw RequestException.Invalid(field, $"'{field}' must be the text of a JSON object.", "invalid_value");
    }
}
