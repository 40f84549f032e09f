using System.Diagnostics;
using System.Diagnostics.Metrics;
using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Silos;

/// <summary>What silos report to OpenTelemetry. Spans and measurements carry names, counts and times, never pixels or text.</summary>
internal static class FarmTelemetry
{
    private static readonly ActivitySource Source = new(QwenFarmDiagnostics.SourceName);
    private static readonly Meter Meter = new(QwenFarmDiagnostics.SourceName);

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("qwen.farm.item.duration", "s", "Time of one try of an item.");

    /// <summary>Begins the span of a try.</summary>
    public static Activity? Start(QwenJob job, JobItem item)
    {
        var activity = Source.StartActivity($"item {job.Task.Name}");
        activity?.SetTag("qwen.job", job.Name);
        activity?.SetTag("qwen.page", item.Page);
        return activity;
    }

    /// <summary>Says how it ended.</summary>
    public static void End(Activity? activity, QwenJob job, ItemReport report)
    {
        var outcome = report.Outcome.ToString().ToLowerInvariant();
        Duration.Record(
            report.Result.Seconds, new("task", job.Task.Name), new("outcome", outcome), new("model", report.Result.Model));
        activity?.SetTag("outcome", outcome);
        if (report.Outcome is not (ItemOutcome.Done or ItemOutcome.Released))
            activity?.SetStatus(ActivityStatusCode.Error);
    }
}
