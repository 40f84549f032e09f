using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Server.OpenAI;
using Qwen.Server.Serving;

namespace Qwen.Server.Page;

/// <summary>
/// Answers <c>POST /v1/tools/{tool}</c>: a task over a picture, by the name and with the arguments that models call it with. Safe for
/// concurrent use.
/// </summary>
internal sealed class ToolsEndpoint(ModelShelf models)
{
    /// <summary>Answers one request with the task's result as JSON.</summary>
    public async Task AnswerAsync(Visit visit)
    {
        var name = visit.Context.GetRouteValue("tool") as string ?? "";
        var given = JsonFields.Required(visit.Body.GetObject("arguments") as object, "arguments");
        using var lease = await visit.TakeAsync(models.Find(visit.Body.GetText("model"))).ConfigureAwait(false);
        var tools = CreateTools(lease.Client);
        var function = tools.FirstOrDefault(tool => tool.Name == name) ?? throw new RequestException(
            404, "invalid_request_error", $"There is no tool of that name: there is {string.Join(", ", tools.Select(tool => tool.Name))}.",
            code: "unknown_tool");
        var arguments = new AIFunctionArguments();
        foreach (var member in ((JsonElement)given).EnumerateObject())
            arguments[member.Name] = member.Value;
        RequireMedia(arguments);

        var result = await function.InvokeAsync(arguments, visit.CancellationToken).ConfigureAwait(false);
        visit.NoteFirstPiece();
        using var payload = new JsonPayload();
        Write(payload.Writer, result);
        visit.Context.Response.ContentType = "application/json";
        await visit.Context.Response.Body.WriteAsync(payload.Finish(), visit.CancellationToken).ConfigureAwait(false);
    }

    private static List<AIFunction> CreateTools(IChatClient client) =>
    [
        .. new GroundingTasks(client).AsTools(), .. new RecognitionTasks(client).AsTools(), .. new ReadingTasks(client).AsTools(),
        .. new DocumentsTasks(client).AsTools(),
    ];

    // paths and addresses are for hosts that allow them
    private static void RequireMedia(AIFunctionArguments arguments)
    {
        foreach (var name in new[] { "picture", "document", "first", "second" })
        {
            if (arguments.TryGetValue(name, out var value) && value is JsonElement { ValueKind: JsonValueKind.String } text
                && !text.GetString()!.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            {
                throw RequestException.Invalid(
                    $"arguments.{name}", $"'arguments.{name}' must be a data URI: data:image/png;base64,…", "invalid_url");
            }
        }
    }

    private static void Write(Utf8JsonWriter json, object? result)
    {
        switch (result)
        {
            case ErrorContent mistake:
                throw RequestException.Invalid("arguments", mistake.Message);
            case JsonElement element:
                element.WriteTo(json);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case DataContent data:
                json.WriteStringValue(data.Uri);
                break;
            default:
                json.WriteStringValue(result?.ToString());
                break;
        }
    }
}
