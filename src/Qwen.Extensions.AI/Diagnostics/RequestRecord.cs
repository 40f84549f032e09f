using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Qwen.Extensions.AI.Shapes;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Diagnostics;

/// <summary>
/// The lines that one request leaves in the log at Debug: what kind of request it is, and how it ended. Counts, times and names of our own
/// only; never text, pixels, or names that a request brings. Not thread-safe.
/// </summary>
internal sealed partial class RequestRecord : IDisposable
{
    private static long last;

    private readonly ILogger logger;
    private readonly string model;
    private readonly long number = Interlocked.Increment(ref last);
    private readonly long start = Stopwatch.GetTimestamp();
    private bool ended;

    /// <summary>Starts the clock.</summary>
    public RequestRecord(ILogger logger, string model) => (this.logger, this.model) = (logger, model);

    private double Milliseconds => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    /// <summary>The request is understood.</summary>
    public void Begin(GenerationRequest request, AnswerShape shape)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
            return;
        var parts = request.Turns.SelectMany(turn => turn.Parts)
            .SelectMany(part => part is ToolResultPart result ? result.Content : [part]).ToList();
        var media = parts.OfType<MediaPart>().ToList();
        var kind = shape switch
        {
            { Required: not null } => "calls",
            { Format.Schema: not null } => "JSON by a schema",
            { Format: not null } => "JSON",
            { Grammar: not null } => "a grammar",
            _ => "text",
        };
        LogBegin(
            number, model, request.Turns.Count, media.Count(part => !part.Vision.IsVideo), media.Count(part => part.Vision.IsVideo),
            request.Prompt.Tools.Count, kind, Milliseconds);
    }

    /// <summary>Takes note of a piece of the answer.</summary>
    public void Observe(GenerationUpdate piece)
    {
        if (piece is not { Finish: { } finish, Usage: { } usage })
            return;
        ended = true;
        LogEnd(number, finish, usage.InputTokens, usage.CachedInputTokens, usage.OutputTokens, Milliseconds);
    }

    /// <summary>The request ended in an error.</summary>
    public void Fail(Exception error)
    {
        ended = true;
        LogFailure(number, model, error.GetType().Name, Milliseconds);
    }

    /// <summary>The caller reads no further.</summary>
    public void Dispose()
    {
        if (!ended)
            LogLeft(number, Milliseconds);
    }

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Debug,
        Message = "Request {Number} to {Model}: {Turns} turns, {Pictures} pictures, {Videos} videos, {Tools} tools, for {Kind}; "
            + "prepared in {Milliseconds:0} ms")]
    private partial void LogBegin(
        long number, string model, int turns, int pictures, int videos, int tools, string kind, double milliseconds);

    [LoggerMessage(
        EventId = 3, Level = LogLevel.Debug,
        Message = "Request {Number} answered ({Finish}): {InputTokens} tokens in, {CachedTokens} of them cached, {OutputTokens} out, "
            + "{Milliseconds:0} ms")]
    private partial void LogEnd(
        long number, GenerationFinish finish, int inputTokens, int cachedTokens, int outputTokens, double milliseconds);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "Request {Number} to {Model} failed after {Milliseconds:0} ms: {Error}")]
    private partial void LogFailure(long number, string model, string error, double milliseconds);

    [LoggerMessage(EventId = 5, Level = LogLevel.Debug, Message = "Request {Number} was left by its caller after {Milliseconds:0} ms")]
    private partial void LogLeft(long number, double milliseconds);
}
