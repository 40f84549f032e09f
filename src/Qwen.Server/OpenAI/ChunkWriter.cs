using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Qwen.Server.OpenAI;

/// <summary>Writes an answer as a stream of <c>chat.completion.chunk</c> events. Not thread-safe.</summary>
/// <param name="context">Where to write.</param>
/// <param name="head">Who answers.</param>
/// <param name="withUsage">Whether the usage comes last.</param>
/// <param name="cancellationToken">Ends the writing.</param>
internal sealed class ChunkWriter(HttpContext context, AnswerHead head, bool withUsage, CancellationToken cancellationToken) : IDisposable
{
    private readonly JsonPayload payload = new();

    /// <summary>Says that a stream comes, and who speaks.</summary>
    public Task BeginAsync()
    {
        EventStream.Begin(context);
        return WriteDeltaAsync(json =>
        {
            json.WriteString("role", "assistant");
            json.WriteString("content", "");
        });
    }

    /// <summary>A piece of the text.</summary>
    public Task WriteTextAsync(string text) => WriteDeltaAsync(json => json.WriteString("content", text));

    /// <summary>The calls, all at once.</summary>
    public Task WriteCallsAsync(IReadOnlyList<FunctionCallContent> calls) =>
        WriteDeltaAsync(json => AnswerJson.WriteCalls(json, calls, indexed: true));

    /// <summary>Why there is no answer.</summary>
    public Task WriteRefusalAsync(string refusal) => WriteDeltaAsync(json => json.WriteString("refusal", refusal));

    /// <summary>The end: why, what was counted, and that nothing follows.</summary>
    /// <param name="writeLogProbabilities">Writes the probabilities of the whole answer.</param>
    /// <param name="writeFinish">Writes the reason.</param>
    /// <param name="usage">What was counted.</param>
    public async Task EndAsync(Action<Utf8JsonWriter> writeLogProbabilities, Action<Utf8JsonWriter> writeFinish, UsageDetails? usage)
    {
        await WriteChunkAsync(json =>
        {
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            json.WriteEndObject();
            writeLogProbabilities(json);
            writeFinish(json);
            json.WriteEndObject();
            json.WriteEndArray();
            if (withUsage)
                json.WriteNull("usage");
        }).ConfigureAwait(false);
        if (withUsage)
        {
            await WriteChunkAsync(json =>
            {
                json.WriteStartArray("choices");
                json.WriteEndArray();
                AnswerJson.WriteUsage(json, usage ?? new UsageDetails());
            }).ConfigureAwait(false);
        }

        await EventStream.WriteAsync(context, default, "[DONE]"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => payload.Dispose();

    private Task WriteDeltaAsync(Action<Utf8JsonWriter> writeDelta) => WriteChunkAsync(json =>
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        writeDelta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteNull("finish_reason");
        json.WriteEndObject();
        json.WriteEndArray();
        if (withUsage)
            json.WriteNull("usage");
    });

    private Task WriteChunkAsync(Action<Utf8JsonWriter> write)
    {
        payload.Clear();
        payload.Writer.WriteStartObject();
        head.Write(payload.Writer, "chat.completion.chunk");
        write(payload.Writer);
        payload.Writer.WriteEndObject();
        return EventStream.WriteAsync(context, default, payload.Finish(), cancellationToken);
    }
}
