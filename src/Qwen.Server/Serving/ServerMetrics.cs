using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Qwen.Server.Serving;

/// <summary>What is measured of requests, as instruments that OpenTelemetry and the like listen to. Safe for concurrent use.</summary>
internal static class ServerMetrics
{
    internal static ActivitySource Source { get; } = new(QwenServerEndpoints.TelemetryName);

    private static readonly Meter Meter = new(QwenServerEndpoints.TelemetryName);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "qwen.server.request.duration", "s", "From the request to its end.");

    private static readonly Histogram<double> FirstPiece = Meter.CreateHistogram<double>(
        "qwen.server.request.first_piece", "s", "From the request to the first piece of the answer.");

    private static readonly Histogram<double> Queue = Meter.CreateHistogram<double>(
        "qwen.server.request.queue", "s", "From the request to its turn.");

    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>(
        "qwen.server.tokens", "{token}", "Tokens of prompts and answers.");

    /// <summary>Records a request that is over.</summary>
    public static void Record(RequestRecord record, TimeSpan time)
    {
        var operation = KeyValuePair.Create<string, object?>("operation", record.Operation);
        var model = KeyValuePair.Create<string, object?>("model", record.Model ?? "");
        Duration.Record(time.TotalSeconds, operation, model, KeyValuePair.Create<string, object?>("status", record.Status));
        Queue.Record(record.Waited.TotalSeconds, operation, model);
        if (record.FirstPiece is { } first)
            FirstPiece.Record(first.TotalSeconds, operation, model);
        if (record.InputTokens is { } input)
            Tokens.Add(input, model, KeyValuePair.Create<string, object?>("kind", "input"));
        if (record.OutputTokens is { } output)
            Tokens.Add(output, model, KeyValuePair.Create<string, object?>("kind", "output"));
    }
}
