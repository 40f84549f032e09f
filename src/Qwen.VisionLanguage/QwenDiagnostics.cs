using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Qwen.VisionLanguage;

/// <summary>
/// Names under which the model reports its inner stages. Spans and measurements carry counts and times, never pixels or text.
/// </summary>
public static class QwenDiagnostics
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string SourceName = "Qwen.VisionLanguage";

    internal static ActivitySource Source { get; } = new(SourceName);

    internal static Meter Meter { get; } = new(SourceName);

    /// <summary>Seconds of a stage; the tag <c>stage</c> is encode, prefill or decode.</summary>
    internal static Histogram<double> StageDuration { get; } =
        Meter.CreateHistogram<double>("qwen.stage.duration", "s", "Time of one stage of a request.");

    /// <summary>Tokens that went through a stage.</summary>
    internal static Counter<long> StageTokens { get; } =
        Meter.CreateCounter<long>("qwen.stage.tokens", "{token}", "Tokens that went through a stage.");

    /// <summary>
    /// Starts a stage; disposing the result ends its span and records its time. One that is not completed by then has failed, or was left.
    /// </summary>
    internal static Stage Start(string stage) => new(stage);

    /// <summary>A running stage.</summary>
    internal sealed class Stage(string name) : IDisposable
    {
        private readonly Activity? activity = Source.StartActivity($"qwen {name}");
        private readonly long start = Stopwatch.GetTimestamp();

        /// <summary>Tokens the stage dealt with.</summary>
        public int Tokens { get; set; }

        /// <summary>Whether the stage came to its end.</summary>
        public bool Completed { get; set; }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!Completed)
                activity?.SetStatus(ActivityStatusCode.Error, "The stage did not come to its end.");
            var tag = new KeyValuePair<string, object?>("stage", name);
            StageDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, tag);
            StageTokens.Add(Tokens, tag);
            activity?.SetTag("qwen.tokens", Tokens);
            activity?.Dispose();
        }
    }
}
