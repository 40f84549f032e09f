using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Responses;

/// <summary>Writes a response as a stream of its events. Not thread-safe.</summary>
/// <param name="context">Where to write.</param>
/// <param name="result">What the events are about.</param>
/// <param name="cancellationToken">Ends the writing.</param>
internal sealed class ResponseEvents(HttpContext context, ResponseDocument result, CancellationToken cancellationToken) : IDisposable
{
    private readonly JsonPayload payload = new();
    private int sequence;
    private bool speaks;

    /// <summary>Says that a response has begun.</summary>
    public async Task BeginAsync()
    {
        EventStream.Begin(context);
        await WriteAsync("response.created", WriteResponse).ConfigureAwait(false);
        await WriteAsync("response.in_progress", WriteResponse).ConfigureAwait(false);
    }

    /// <summary>A piece of the text.</summary>
    public async Task WriteTextAsync(string text)
    {
        await SpeakAsync().ConfigureAwait(false);
        await WriteAsync("response.output_text.delta", json =>
        {
            WritePlace(json);
            json.WriteString("delta", text);
        }).ConfigureAwait(false);
    }

    /// <summary>The end: what was said, the calls, and the whole response.</summary>
    public async Task EndAsync()
    {
        if (result.Calls.Count == 0 || result.Text.Length > 0)
            await EndMessageAsync().ConfigureAwait(false);
        var index = speaks ? 1 : 0;
        foreach (var call in result.Calls)
        {
            var place = index++;
            await WriteAsync("response.output_item.added", json => WriteCall(json, whole: false)).ConfigureAwait(false);
            await WriteAsync("response.function_call_arguments.delta", json => WriteArguments(json, "delta")).ConfigureAwait(false);
            await WriteAsync("response.function_call_arguments.done", json => WriteArguments(json, "arguments")).ConfigureAwait(false);
            await WriteAsync("response.output_item.done", json => WriteCall(json, whole: true)).ConfigureAwait(false);

            void WriteCall(Utf8JsonWriter json, bool whole) => WriteItem(json, place, () => ResponseDocument.WriteCall(json, call, whole));

            void WriteArguments(Utf8JsonWriter json, string field)
            {
                json.WriteString("item_id", ResponseDocument.ItemId(call));
                json.WriteNumber("output_index", place);
                json.WriteString(field, AnswerContents.WriteArguments(call));
            }
        }

        await WriteAsync(result.IsCut ? "response.incomplete" : "response.completed", WriteResponse).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => payload.Dispose();

    private async Task SpeakAsync()
    {
        if (speaks)
            return;
        speaks = true;
        await WriteAsync(
            "response.output_item.added", json => WriteItem(json, 0, () => result.WriteMessage(json, whole: false))).ConfigureAwait(false);
        await WriteAsync("response.content_part.added", json => WritePart(json, "")).ConfigureAwait(false);
    }

    private async Task EndMessageAsync()
    {
        await SpeakAsync().ConfigureAwait(false);
        await WriteAsync("response.output_text.done", json =>
        {
            WritePlace(json);
            json.WriteString("text", result.Text);
        }).ConfigureAwait(false);
        await WriteAsync("response.content_part.done", json => WritePart(json, result.Text)).ConfigureAwait(false);
        await WriteAsync(
            "response.output_item.done", json => WriteItem(json, 0, () => result.WriteMessage(json, whole: true))).ConfigureAwait(false);
    }

    private void WriteResponse(Utf8JsonWriter json)
    {
        json.WritePropertyName("response");
        result.Write(json);
    }

    private void WritePlace(Utf8JsonWriter json)
    {
        json.WriteString("item_id", result.MessageId);
        json.WriteNumber("output_index", 0);
        json.WriteNumber("content_index", 0);
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
    }

    private void WritePart(Utf8JsonWriter json, string text)
    {
        WritePlace(json);
        json.WritePropertyName("part");
        ResponseDocument.WritePart(json, text);
    }

    private static void WriteItem(Utf8JsonWriter json, int index, Action write)
    {
        json.WriteNumber("output_index", index);
        json.WritePropertyName("item");
        write();
    }

    private Task WriteAsync(string type, Action<Utf8JsonWriter> write)
    {
        payload.Clear();
        var json = payload.Writer;
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("sequence_number", sequence++);
        write(json);
        json.WriteEndObject();
        return EventStream.WriteAsync(context, Encoding.ASCII.GetBytes($"event: {type}\n"), payload.Finish(), cancellationToken);
    }
}
