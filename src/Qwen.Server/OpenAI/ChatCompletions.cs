using Microsoft.Extensions.AI;
using Qwen.Server.Serving;
using Qwen.VisionLanguage;

namespace Qwen.Server.OpenAI;

/// <summary>Answers <c>POST /v1/chat/completions</c>. Safe for concurrent use.</summary>
internal sealed class ChatCompletions(ModelShelf models, QwenServerOptions options)
{
    /// <summary>Answers one request, whole or as a stream.</summary>
    public async Task AnswerAsync(Visit visit)
    {
        var request = ChatRequest.Read(visit.Body, options);
        visit.Record.Stream = request.Stream;
        using var lease = await visit.TakeAsync(models.Find(request.Model)).ConfigureAwait(false);
        await DocumentPages.UnfoldAsync(request.Messages, options.MaxPdfPages, visit.CancellationToken).ConfigureAwait(false);
        if (request.Stream)
            await StreamAsync(visit, request, lease.Client).ConfigureAwait(false);
        else
            await WriteAsync(visit, request, lease.Client).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Visit visit, ChatRequest request, IChatClient client)
    {
        var response = await client.GetResponseAsync(request.Messages, request.Options, visit.CancellationToken).ConfigureAwait(false);
        visit.NoteFirstPiece();
        var answer = new AnswerContents();
        var text = string.Concat(response.Messages.Select(message => answer.Add(message.Role, message.Contents)));
        var usage = response.Usage ?? answer.Usage;
        visit.NoteUsage(usage);
        var properties = response.Messages.LastOrDefault(message => message.Role == ChatRole.Assistant)?.AdditionalProperties
            ?? response.AdditionalProperties;

        using var payload = new JsonPayload();
        var json = payload.Writer;
        json.WriteStartObject();
        AnswerHead.Create(response.ResponseId, response.CreatedAt, visit.Record.Model!).Write(json, "chat.completion");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", text.Length == 0 && answer.Calls.Count > 0 ? null : text);
        json.WriteString("refusal", answer.Refusal);
        AnswerJson.WriteCalls(json, answer.Calls, indexed: false);
        json.WriteEndObject();
        AnswerJson.WriteLogProbabilities(json, properties, client.GetService<QwenModel>());
        AnswerJson.WriteFinish(json, answer.FinishReason(response.FinishReason), properties);
        json.WriteEndObject();
        json.WriteEndArray();
        if (usage is not null)
            AnswerJson.WriteUsage(json, usage);
        json.WriteEndObject();

        visit.Context.Response.ContentType = "application/json";
        await visit.Context.Response.Body.WriteAsync(payload.Finish(), visit.CancellationToken).ConfigureAwait(false);
    }

    // the first piece is there before anything is written: until then an error has a status of its own
    private static async Task StreamAsync(Visit visit, ChatRequest request, IChatClient client)
    {
        var updates = client.GetStreamingResponseAsync(request.Messages, request.Options, visit.CancellationToken)
            .GetAsyncEnumerator(visit.CancellationToken);
        await using var _ = updates.ConfigureAwait(false);
        var more = await updates.MoveNextAsync().ConfigureAwait(false);
        visit.NoteFirstPiece();
        var first = more ? updates.Current : new ChatResponseUpdate();
        var head = AnswerHead.Create(first.ResponseId, first.CreatedAt, visit.Record.Model!);
        using var writer = new ChunkWriter(visit.Context, head, request.StreamUsage, visit.CancellationToken);
        await writer.BeginAsync().ConfigureAwait(false);

        var answer = new AnswerContents();
        ChatFinishReason? finish = null;
        AdditionalPropertiesDictionary? properties = null;
        for (; more; more = await updates.MoveNextAsync().ConfigureAwait(false))
        {
            var update = updates.Current;
            var text = answer.Add(update.Role, update.Contents);
            finish = update.FinishReason ?? finish;
            properties = update.AdditionalProperties ?? properties;
            if (text.Length > 0)
                await writer.WriteTextAsync(text).ConfigureAwait(false);
        }

        visit.NoteUsage(answer.Usage);
        if (answer.Refusal is { } refusal)
            await writer.WriteRefusalAsync(refusal).ConfigureAwait(false);
        if (answer.Calls is { Count: > 0 } calls)
            await writer.WriteCallsAsync(calls).ConfigureAwait(false);
        await writer.EndAsync(
            json => AnswerJson.WriteLogProbabilities(json, properties, client.GetService<QwenModel>()),
            json => AnswerJson.WriteFinish(json, answer.FinishReason(finish), properties),
            answer.Usage).ConfigureAwait(false);
    }
}
