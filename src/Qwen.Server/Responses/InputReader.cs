using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Responses;

/// <summary>Reads the <c>input</c> of a response: a text, or messages, calls and their results.</summary>
internal static class InputReader
{
    /// <summary>The conversation.</summary>
    /// <exception cref="RequestException">An item cannot be read; the error names its field.</exception>
    public static List<ChatMessage> Read(JsonElement body, QwenServerOptions options)
    {
        var input = body.Get("input") ?? throw RequestException.Invalid("input", "'input' is missing.", "missing_required_parameter");
        if (input.ValueKind == JsonValueKind.String)
            return [new ChatMessage(ChatRole.User, input.GetString())];
        var items = body.GetArray("input")!;
        if (items.Count == 0)
            throw RequestException.Invalid("input", "'input' is empty: send at least one item.", "empty_array");
        var media = new MediaReader(options);
        return [.. items.Select((item, i) => ReadItem(item, $"input[{i}]", media)).OfType<ChatMessage>()];
    }

    private static ChatMessage? ReadItem(JsonElement item, string path, MediaReader media)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw RequestException.Invalid(path, $"'{path}' must be an object.", "invalid_type");
        switch (item.GetText("type", path) ?? "message")
        {
            case "message":
                return ReadMessage(item, path, media);
            case "function_call":
                var name = JsonFields.Required(item.GetText("name", path), $"{path}.name");
                var arguments = MessageReader.ReadArguments(item.GetText("arguments", path), $"{path}.arguments");
                return new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(ReadCallId(item, path), name, arguments)]);
            case "function_call_output":
                return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(ReadCallId(item, path), ReadOutput(item, path, media))]);
            case "reasoning":
                return null; // thoughts of another model are no part of the conversation
            case var other:
                throw RequestException.Invalid(
                    $"{path}.type", $"'{path}.type' is '{other}': there are message, function_call and function_call_output.",
                    "invalid_value");
        }
    }

    private static string ReadCallId(JsonElement item, string path) =>
        JsonFields.Required(item.GetText("call_id", path), $"{path}.call_id");

    private static object ReadOutput(JsonElement item, string path, MediaReader media)
    {
        var output = item.Get("output")
            ?? throw RequestException.Invalid($"{path}.output", $"'{path}.output' is missing.", "missing_required_parameter");
        return output.ValueKind == JsonValueKind.String ? output.GetString()! : ReadParts(item, "output", path, media);
    }

    private static ChatMessage ReadMessage(JsonElement item, string path, MediaReader media)
    {
        var role = JsonFields.Required(item.GetText("role", path), $"{path}.role") switch
        {
            "system" or "developer" => ChatRole.System,
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            var other => throw RequestException.Invalid(
                $"{path}.role", $"'{path}.role' is '{other}': there are system, developer, user and assistant.", "invalid_value"),
        };
        var content = item.Get("content")
            ?? throw RequestException.Invalid($"{path}.content", $"'{path}.content' is missing.", "missing_required_parameter");
        return content.ValueKind == JsonValueKind.String
            ? new ChatMessage(role, content.GetString())
            : new ChatMessage(role, ReadParts(item, "content", path, media));
    }

    private static List<AIContent> ReadParts(JsonElement item, string name, string path, MediaReader media) =>
        [.. (item.GetArray(name, path) ?? []).Select((part, i) => ReadPart(part, $"{path}.{name}[{i}]", media))];

    private static AIContent ReadPart(JsonElement part, string path, MediaReader media)
    {
        if (part.ValueKind != JsonValueKind.Object)
            throw RequestException.Invalid(path, $"'{path}' must be an object.", "invalid_type");
        return JsonFields.Required(part.GetText("type", path), $"{path}.type") switch
        {
            "input_text" or "output_text" => new TextContent(JsonFields.Required(part.GetText("text", path), $"{path}.text")),
            "refusal" => new TextContent(JsonFields.Required(part.GetText("refusal", path), $"{path}.refusal")),
            "input_image" => MessageReader.Hinted(media.ReadAddress(part, "image_url", "image/*", path), part, path),
            "input_video" when part.Get("video_url") is null => MessageReader.Hinted(media.ReadInputVideo(part, path), part, path),
            "input_video" => MessageReader.Hinted(media.ReadAddress(part, "video_url", "video/*", path), part, path),
            "input_file" => MessageReader.Hinted(media.ReadFile(part, path, nested: false), part, path),
            var other => throw RequestException.Invalid(
                $"{path}.type", $"'{path}.type' is '{other}': there are input_text, input_image, input_video, input_file and output_text.",
                "invalid_value"),
        };
    }
}
