using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Server.OpenAI;
using Qwen.Server.Serving;
using Qwen.Shared.Functions;
using Qwen.Videos;

namespace Qwen.Server.Page;

/// <summary>
/// Answers <c>POST /v1/tools/{tool}</c>: a task over a picture, a document or a video, by the name and with the arguments that models
/// call it with. Safe for concurrent use.
/// </summary>
internal sealed class ToolsEndpoint
{
    private const string PageTool = "documents_parse_page";

    private readonly ModelShelf models;
    private readonly QwenPictureOptions pictures;
    private readonly QwenDocumentOptions documents;
    private readonly QwenVideoOptions videos;

    /// <summary>Asks as the host's tools do, but opens no folder and fetches nothing: media come in the request.</summary>
    public ToolsEndpoint(ModelShelf models, QwenToolOptions options)
    {
        this.models = models;
        pictures = options.Pictures with { AllowedFolders = [], MediaFetcher = null };
        documents = options.Documents with { Pictures = options.Documents.Pictures with { AllowedFolders = [], MediaFetcher = null } };
        videos = options.Videos with { AllowedFolders = [], MediaFetcher = null };
    }

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
        RequireMedia(function, arguments);

        var result = await function.InvokeAsync(arguments, visit.CancellationToken).ConfigureAwait(false);
        visit.NoteFirstPiece();
        using var payload = new JsonPayload();
        Write(payload.Writer, name, result);
        visit.Context.Response.ContentType = "application/json";
        await visit.Context.Response.Body.WriteAsync(payload.Finish(), visit.CancellationToken).ConfigureAwait(false);
    }

    private List<AIFunction> CreateTools(IChatClient client) =>
    [
        .. new GroundingTasks(client, pictures).AsTools(), .. new RecognitionTasks(client, pictures).AsTools(),
        .. new ReadingTasks(client, pictures).AsTools(), .. new DocumentsTasks(client, documents).AsTools(),
        .. new VideosTasks(client, videos).AsTools(),
    ];

    private static void RequireMedia(AIFunction function, AIFunctionArguments arguments)
    {
        foreach (var name in ((IReadOnlyDictionary<string, bool>)function.AdditionalProperties[TaskServiceKeys.Media]!).Keys)
        {
            if (arguments.TryGetValue(name, out var value) && value is JsonElement media && !IsInline(media))
            {
                throw RequestException.Invalid(
                    $"arguments.{name}", $"'arguments.{name}' must be a data URI: data:MEDIA-TYPE;base64,…", "invalid_url");
            }
        }
    }

    private static bool IsInline(JsonElement media) => media.ValueKind switch
    {
        JsonValueKind.String => media.GetString()!.StartsWith("data:", StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Array => media.EnumerateArray().All(IsInline),
        _ => false,
    };

    private static void Write(Utf8JsonWriter json, string tool, object? result)
    {
        switch (result)
        {
            case ErrorContent mistake:
                throw RequestException.Invalid("arguments", mistake.Message);
            case JsonElement element when tool == PageTool:
                WritePage(json, element);
                break;
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

    // with its Markdown beside the blocks, so that a page of a browser needs no writer of its own
    private static void WritePage(Utf8JsonWriter json, JsonElement page)
    {
        json.WriteStartObject();
        foreach (var member in page.EnumerateObject())
            member.WriteTo(json);
        var text = page.GetProperty("raw_text").GetString()!;
        json.WriteString("markdown", DocumentPage.Parse(text, ReadSize(page, "picture_size"), ReadSize(page, "model_size")).ToMarkdown());
        json.WriteEndObject();
    }

    private static PictureSize ReadSize(JsonElement page, string name)
    {
        var size = page.GetProperty(name);
        return new PictureSize(size.GetProperty("width").GetInt32(), size.GetProperty("height").GetInt32());
    }
}
