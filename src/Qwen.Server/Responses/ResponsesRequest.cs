using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Responses;

/// <summary>A response that is asked for, in the form that keeps nothing between requests.</summary>
/// <param name="Model">Whose answer is wanted; null for the first model there is.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">How to answer.</param>
/// <param name="Stream">Whether piece by piece.</param>
/// <param name="Echo">The request's object, of which the answer repeats some fields.</param>
internal sealed record ResponsesRequest(
    string? Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool Stream, JsonElement Echo)
{
    /// <summary>Reads the body. Fields that nobody knows are ignored.</summary>
    /// <exception cref="RequestException">A field cannot be used; the error names it.</exception>
    public static ResponsesRequest Read(JsonElement body, QwenServerOptions server)
    {
        foreach (var name in new[] { "previous_response_id", "conversation", "prompt" })
        {
            if (body.Get(name) is not null)
                throw RequestException.Invalid(
                    name,
                    $"'{name}' names what is stored, and nothing is stored here: send all input with each request.",
                    "unsupported_parameter");
        }

        if (body.GetFlag("background") == true)
            throw RequestException.Invalid(
                "background", "'background' is not supported here: answers come with their request.", "unsupported_value");
        var messages = InputReader.Read(body, server);
        if (body.GetText("instructions") is { Length: > 0 } instructions)
            messages.Insert(0, new ChatMessage(ChatRole.System, instructions));
        var options = ChatRequest.ReadSampling(body);
        options.MaxOutputTokens = (int?)body.GetWhole("max_output_tokens", 1, int.MaxValue);
        ToolReader.Read(body, options, nested: null);
        var format = body.GetObject("text")?.GetObject("format", "text") is { } asked
            ? ShapeReader.ReadFormat(asked, "text.format", nested: null)
            : null;
        ShapeReader.Read(body, options, format, "text.format");
        return new ResponsesRequest(body.GetText("model"), messages, options, body.GetFlag("stream") ?? false, body);
    }
}
