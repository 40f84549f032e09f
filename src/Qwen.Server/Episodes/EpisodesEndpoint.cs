using Microsoft.AspNetCore.Http;
using Qwen.Screens;
using Qwen.Server.OpenAI;
using Qwen.Server.Serving;

namespace Qwen.Server.Episodes;

/// <summary>
/// Answers <c>POST /v1/episodes</c>: has a task done on the screen while the caller watches, and asks the caller before what is serious.
/// Its answers come by <c>POST /v1/episodes/answers</c>. Safe for concurrent use; one task at a time.
/// </summary>
internal sealed class EpisodesEndpoint(ModelShelf models, RequestQueue queue, QwenEpisodeOptions options)
{
    private const int LongestTask = 4000;
    private const int LongestAnswer = 4096;

    private readonly QuestionDesk desk = new();
    private bool busy; // with its only screen; taken and read as one

    /// <summary>Says that there is a screen, and what may be asked for.</summary>
    public async Task DescribeAsync(HttpContext context)
    {
        using var payload = new JsonPayload();
        payload.Writer.WriteStartObject();
        payload.Writer.WriteString("example", options.Example);
        payload.Writer.WriteBoolean("busy", Volatile.Read(ref busy));
        payload.Writer.WriteEndObject();
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(payload.Finish(), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Runs one task.</summary>
    public async Task AnswerAsync(Visit visit)
    {
        var task = JsonFields.Required(visit.Body.GetText("task"), "task").Trim();
        if (task.Length is 0 or > LongestTask)
            throw RequestException.Invalid("task", $"'task' must have 1 to {LongestTask} characters.");
        var slot = models.Find(visit.Body.GetText("model"));
        visit.Record.Model = slot.Name;
        visit.Record.Stream = true;
        if (Interlocked.Exchange(ref busy, true))
        {
            throw new RequestException(
                429, "rate_limit_error", "Another task is being done on the screen: try again when it is over.", code: "screen_busy")
            {
                RetryAfter = 10,
            };
        }

        try
        {
            // every question to the model takes its turn among the requests; until the end the model is not let go
            using var lease = await slot.TakeAsync(visit.CancellationToken).ConfigureAwait(false);
            using var client = new QueuedClient(slot, queue);
            var told = new EpisodeStream(visit.Context, visit.CancellationToken);
            await using var screen = new GuardedScreen(
                await options.Open(visit.CancellationToken).ConfigureAwait(false),
                options.Guard with { Approve = (request, cancellationToken) => AskAsync(told, request, cancellationToken) });
            var shot = await screen.CaptureAsync(visit.CancellationToken).ConfigureAwait(false);
            await told.BeginAsync(screen.Capabilities.Name, shot).ConfigureAwait(false);
            visit.NoteFirstPiece();
            await foreach (var step in new ScreenAgent(client, screen, options.Agent)
                .RunAsync(task, visit.CancellationToken).ConfigureAwait(false))
                await told.TellAsync(step).ConfigureAwait(false);
            await told.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref busy, false);
        }
    }

    /// <summary>Takes a person's answer to a question.</summary>
    public async Task SettleAsync(HttpContext context)
    {
        // what a foreign page may send without being asked for leave is no JSON
        if (!context.Request.HasJsonContentType())
        {
            throw new RequestException(
                415, "invalid_request_error", "The body must be JSON: send 'Content-Type: application/json'.",
                code: "unsupported_media_type");
        }

        var bytes = await BodyReader.ReadAsync(context, LongestAnswer, context.RequestAborted).ConfigureAwait(false);
        using var body = RequestBody.Parse(bytes);
        var question = JsonFields.Required(body.RootElement.GetText("question"), "question");
        var allow = body.RootElement.GetFlag("allow")
            ?? throw RequestException.Invalid("allow", "'allow' is missing.", "missing_required_parameter");
        if (!desk.Answer(question, allow))
        {
            throw new RequestException(
                404, "invalid_request_error", "There is no such question, or it was answered already.", "question", "unknown_question");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async ValueTask<bool> AskAsync(EpisodeStream told, ApprovalRequest request, CancellationToken cancellationToken)
    {
        var (name, answer) = desk.Put();
        try
        {
            await told.AskAsync(name, request, options.ApprovalTime).ConfigureAwait(false);
            bool allow, inTime = true;
            try
            {
                allow = await answer.WaitAsync(options.ApprovalTime, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                (allow, inTime) = (false, false);
            }

            await told.SettleAsync(name, allow, inTime).ConfigureAwait(false);
            return allow;
        }
        finally
        {
            desk.Withdraw(name);
        }
    }
}
