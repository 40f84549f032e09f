using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Qwen.Server.OpenAI;

/// <summary>Writes errors in the form that clients of this form expect.</summary>
internal static class ErrorWriter
{
    /// <summary>Answers with the error alone. Nothing may have been written before.</summary>
    public static async Task WriteAsync(HttpContext context, RequestException error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        using var json = new JsonPayload();
        Write(json.Writer, error);
        await response.Body.WriteAsync(json.Finish(), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes <c>{"error": …}</c>.</summary>
    public static void Write(Utf8JsonWriter json, RequestException error)
    {
        json.WriteStartObject();
        WriteObject(json, error);
        json.WriteEndObject();
    }

    /// <summary>Writes an error as an event: both forms of streams find in it what they look for.</summary>
    public static void WriteEvent(Utf8JsonWriter json, RequestException error)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteString("message", error.Message);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        WriteObject(json, error);
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, RequestException error)
    {
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
    }
}
