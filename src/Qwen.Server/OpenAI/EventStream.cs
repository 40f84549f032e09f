using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Qwen.Server.OpenAI;

/// <summary>Server-sent events, each of them on its way as soon as it is written.</summary>
internal static class EventStream
{
    /// <summary>Says that events come.</summary>
    public static void Begin(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Writes one.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="name">The line of its name; empty for none.</param>
    /// <param name="data">What it holds: JSON, which has no line breaks as it is written here.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task WriteAsync(
        HttpContext context, ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        byte[] line = [.. name.Span, .. "data: "u8, .. data.Span, .. "\n\n"u8];
        await context.Response.Body.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a stream that has begun with an error, without the word that it is whole.</summary>
    public static async Task WriteErrorAsync(HttpContext context, RequestException error)
    {
        using var payload = new JsonPayload();
        ErrorWriter.WriteEvent(payload.Writer, error);
        await WriteAsync(context, default, payload.Finish(), context.RequestAborted).ConfigureAwait(false);
    }
}
