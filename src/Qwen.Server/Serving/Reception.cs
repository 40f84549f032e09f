using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Qwen.Server.Access;
using Qwen.Server.OpenAI;
using Qwen.VisionLanguage;

namespace Qwen.Server.Serving;

/// <summary>
/// The way of every request: in by the door, a place in the queue, its body, its turn, the answer, and one line in the log. Whatever goes
/// wrong ends in an error of the form. Safe for concurrent use.
/// </summary>
internal sealed partial class Reception(QwenServerOptions options, ILogger logger)
{
    private readonly Door door = new(options);
    private readonly RequestQueue queue = new(options.MaxConcurrentRequests, options.MaxWaitingRequests);
    private volatile bool closing;

    public QwenServerOptions Options => options;

    public RequestQueue Queue => queue;

    /// <summary>Whether new requests are sent away because the server is about to end.</summary>
    public bool IsClosing => closing;

    /// <summary>Sends new requests away from now on; those that are inside go on.</summary>
    public void Close() => closing = true;

    /// <summary>A handler for what is answered at once.</summary>
    public RequestDelegate Handle(RequestDelegate answer, bool needsKey = true) => HandleOpenly(context =>
    {
        door.CheckWay(context);
        if (needsKey)
            door.CheckKey(context);
        return answer(context);
    });

    /// <summary>A handler for what everybody may know who reaches the server, by whatever name.</summary>
    public static RequestDelegate HandleOpenly(RequestDelegate answer) => async context =>
    {
        try
        {
            await answer(context).ConfigureAwait(false);
        }
        catch (RequestException error)
        {
            await ErrorWriter.WriteAsync(context, error).ConfigureAwait(false);
        }
    };

    /// <summary>Stands before all endpoints of a server of its own: what is not there ends in an error of the form, too.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        if (context.Response is { HasStarted: true } or { ContentType: not null })
            return;
        var error = context.Response.StatusCode switch
        {
            404 => new RequestException(404, "invalid_request_error", $"There is no '{context.Request.Path}' here.", code: "unknown_url"),
            405 => new RequestException(
                405,
                "invalid_request_error",
                $"'{context.Request.Path}' does not take {context.Request.Method}.",
                code: "method_not_allowed"),
            _ => null,
        };
        if (error is not null)
            await ErrorWriter.WriteAsync(context, error).ConfigureAwait(false);
    }

    /// <summary>A handler for what the model has to answer.</summary>
    /// <param name="operation">Its name in log and measurements.</param>
    /// <param name="answer">Reads the body, waits for its turn, and answers.</param>
    public RequestDelegate HandleGeneration(string operation, Func<Visit, Task> answer) => async context =>
    {
        var record = new RequestRecord { Operation = operation };
        var start = Stopwatch.GetTimestamp();
        using var activity = ServerMetrics.Source.StartActivity(operation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        if (options.RequestTimeout != Timeout.InfiniteTimeSpan)
            stop.CancelAfter(options.RequestTimeout);
        try
        {
            await VisitAsync(context, record, start, answer, stop.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (context.RequestAborted.IsCancellationRequested)
        {
            record.Status = 499;

            // a caller's own mistakes quote what the caller sent, which is in no log
            if (error is not (OperationCanceledException or IOException or QwenException or RequestException))
                LogFailure(error, operation);
        }
        catch (Exception error)
        {
            var told = Translate(error, operation);
            record.Status = told.Status;
            if (context.Response.HasStarted)
                await EventStream.WriteErrorAsync(context, told).ConfigureAwait(false);
            else
                await ErrorWriter.WriteAsync(context, told).ConfigureAwait(false);
        }
        finally
        {
            var time = Stopwatch.GetElapsedTime(start);
            ServerMetrics.Record(record, time);
            activity?.SetTag("gen_ai.request.model", record.Model);
            activity?.SetTag("gen_ai.usage.input_tokens", record.InputTokens);
            activity?.SetTag("gen_ai.usage.output_tokens", record.OutputTokens);
            activity?.SetTag("http.response.status_code", record.Status);
            LogRequest(
                operation, record.Model ?? "-", record.Status, time.TotalMilliseconds, record.Waited.TotalMilliseconds, record.Position,
                record.FirstPiece is { } first ? $"{first.TotalMilliseconds:0}" : "-",
                record.InputTokens is null ? "-" : $"{record.InputTokens}+{record.OutputTokens}",
                record.Stream ? ", stream" : "");
        }
    };

    private async Task VisitAsync(
        HttpContext context, RequestRecord record, long start, Func<Visit, Task> answer, CancellationToken cancellationToken)
    {
        door.CheckWay(context);
        door.CheckKey(context);
        if (closing)
            throw new RequestException(503, "server_error", "This server is about to end: ask another one.", code: "shutting_down")
            {
                RetryAfter = 5
            };
        if (!context.Request.HasJsonContentType())
            throw new RequestException(
                415,
                "invalid_request_error",
                "The body must be JSON: send 'Content-Type: application/json'.",
                code: "unsupported_media_type");
        using var place = queue.Enter();
        var bytes = await BodyReader.ReadAsync(context, options.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        using var body = RequestBody.Parse(bytes);
        await answer(new Visit(context, body.RootElement, record, place, start, cancellationToken)).ConfigureAwait(false);
    }

    private RequestException Translate(Exception error, string operation)
    {
        switch (error)
        {
            case RequestException told:
                return told;
            case QwenException mistake:
                return RequestException.Invalid(null, mistake.Message);
            case BadHttpRequestException bad:
                return new RequestException(bad.StatusCode, "invalid_request_error", bad.Message);
            case ObjectDisposedException or OperationCanceledException { InnerException: ObjectDisposedException }:
                return new RequestException(
                    503, "server_error", "The model was let go while it answered: try again.", code: "model_not_ready") { RetryAfter = 5 };
            case OperationCanceledException:
                return new RequestException(
                    504, "timeout_error", $"The request took longer than {options.RequestTimeout.TotalSeconds:0} seconds.",
                    code: "timeout");
            case HttpRequestException:
                LogFailure(error, operation);
                return new RequestException(502, "server_error", "The server behind this one did not answer.", code: "bad_gateway");
            default:
                LogFailure(error, operation);
                return new RequestException(500, "server_error", "The server failed; its log says how.", code: "internal_error");
        }
    }

    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Information,
        Message = "{Operation} {Model} {Status} in {Milliseconds:0} ms, waited {Waited:0} ms at place {Position}, "
            + "first piece {FirstPiece} ms, tokens {Tokens}{Stream}")]
    private partial void LogRequest(
        string operation, string model, int status, double milliseconds, double waited, int position, string firstPiece, string tokens,
        string stream);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Operation} failed")]
    private partial void LogFailure(Exception error, string operation);
}
