using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Qwen.Server.Serving;

namespace Qwen.Server.OpenAI;

/// <summary>Answers <c>GET /v1/models</c> and <c>GET /v1/models/{model}</c>.</summary>
internal sealed class ModelList(ModelShelf models)
{
    /// <summary>All of them.</summary>
    public async Task ListAsync(HttpContext context)
    {
        using var payload = new JsonPayload();
        payload.Writer.WriteStartObject();
        payload.Writer.WriteString("object", "list");
        payload.Writer.WriteStartArray("data");
        foreach (var name in models.Names)
            Write(payload.Writer, name);
        payload.Writer.WriteEndArray();
        payload.Writer.WriteEndObject();
        await SendAsync(context, payload).ConfigureAwait(false);
    }

    /// <summary>One of them.</summary>
    public async Task GetAsync(HttpContext context)
    {
        using var payload = new JsonPayload();
        Write(payload.Writer, models.Find(context.GetRouteValue("model") as string).Name);
        await SendAsync(context, payload).ConfigureAwait(false);
    }

    private void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("id", name);
        json.WriteString("object", "model");
        json.WriteNumber("created", models.Created.ToUnixTimeSeconds());
        json.WriteString("owned_by", "qwen");
        json.WriteEndObject();
    }

    private static async Task SendAsync(HttpContext context, JsonPayload payload)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(payload.Finish(), context.RequestAborted).ConfigureAwait(false);
    }
}
