using Microsoft.AspNetCore.Http;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Serving;

/// <summary>Tells whoever watches over the server how it is.</summary>
internal sealed class ServerState(ModelShelf models, Reception reception)
{
    /// <summary>That it lives.</summary>
    public Task WriteHealthAsync(HttpContext context) => WriteAsync(context, "ok", null);

    /// <summary>Whether it takes requests.</summary>
    public Task WriteReadinessAsync(HttpContext context)
    {
        var reason = reception.IsClosing ? "The server is about to end." : models.Failure;
        if (reason is not null)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context, reason is null ? "ready" : "not ready", reason);
    }

    private async Task WriteAsync(HttpContext context, string status, string? reason)
    {
        using var payload = new JsonPayload();
        payload.Writer.WriteStartObject();
        payload.Writer.WriteString("status", status);
        if (reason is not null)
            payload.Writer.WriteString("reason", reason);
        payload.Writer.WriteNumber("running", reception.Queue.Running);
        payload.Writer.WriteNumber("waiting", reception.Queue.Waiting);
        payload.Writer.WriteEndObject();
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(payload.Finish(), context.RequestAborted).ConfigureAwait(false);
    }
}
