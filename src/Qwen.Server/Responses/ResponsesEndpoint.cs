using Microsoft.Extensions.AI;
using Qwen.Server.OpenAI;
using Qwen.Server.Serving;

namespace Qwen.Server.Responses;

/// <summary>Answers <c>POST /v1/responses</c> in the form that keeps nothing. Safe for concurrent use.</summary>
internal sealed class ResponsesEndpoint(ModelShelf models, QwenServerOptions options)
{
    /// <summary>Answers one request, whole or as a stream.</summary>
    public async Task AnswerAsync(Visit visit)
    {
        var request = ResponsesRequest.Read(visit.Body, options);
        visit.Record.Stream = request.Stream;
        using var lease = await visit.TakeAsync(models.Find(request.Model)).ConfigureAwait(false);
        await DocumentPages.UnfoldAsync(request.Messages, options.MaxPdfPages, visit.CancellationToken).ConfigureAwait(false);
        var result = new ResponseDocument(request, visit.Record.Model!);
        if (request.Stream)
            await StreamAsync(visit, request, result, lease.Client).ConfigureAwait(false);
        else
            await WriteAsync(visit, request, result, lease.Client).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Visit visit, ResponsesRequest request, ResponseDocument result, IChatClient client)
    {
        var response = await client.GetResponseAsync(request.Messages, request.Options, visit.CancellationToken).ConfigureAwait(false);
        visit.NoteFirstPiece();
        foreach (var message in response.Messages)
            result.Add(message.Role, message.Contents);
        result.End(response.FinishReason, response.Usage);
        visit.NoteUsage(result.Usage);
        using var payload = new JsonPayload();
        result.Write(payload.Writer);
        visit.Context.Response.ContentType = "application/json";
        await visit.Context.Response.Body.WriteAsync(payload.Finish(), visit.CancellationToken).ConfigureAwait(false);
    }

    private static async Task StreamAsync(Visit visit, ResponsesRequest request, ResponseDocument result, IChatClient client)
    {
        var updates = client.GetStreamingResponseAsync(request.Messages, request.Options, visit.CancellationToken)
            .GetAsyncEnumerator(visit.CancellationToken);
        await using var _ = updates.ConfigureAwait(false);
        var more = await updates.MoveNextAsync().ConfigureAwait(false);
        visit.NoteFirstPiece();
        using var events = new ResponseEvents(visit.Context, result, visit.CancellationToken);
        await events.BeginAsync().ConfigureAwait(false);
        ChatFinishReason? finish = null;
        for (; more; more = await updates.MoveNextAsync().ConfigureAwait(false))
        {
            finish = updates.Current.FinishReason ?? finish;
            var text = result.Add(updates.Current.Role, updates.Current.Contents);
            if (text.Length > 0)
                await events.WriteTextAsync(text).ConfigureAwait(false);
        }

        result.End(finish, null);
        visit.NoteUsage(result.Usage);
        await events.EndAsync().ConfigureAwait(false);
    }
}
