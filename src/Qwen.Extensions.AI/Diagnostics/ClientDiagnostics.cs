using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Qwen.Extensions.AI.Diagnostics;

/// <summary>
/// Spans and measurements of what happens inside a request. The request as a whole is the business of <c>UseOpenTelemetry</c>,
/// the model's stages are that of <see cref="VisionLanguage.QwenDiagnostics"/>. Sizes and times only, never text or pixels.
/// </summary>
internal static class ClientDiagnostics
{
    /// <summary>Spans <c>qwen.preprocess</c> and <c>qwen.generate</c>.</summary>
    public static ActivitySource Source { get; } = new(QwenChatClient.TelemetryName);

    /// <summary>Marks a span as failed, by the kind of its error: the sentence may repeat what was sent.</summary>
    public static void Fail(Activity? activity, Exception error)
    {
        activity?.SetTag("error.type", error.GetType().FullName);
        activity?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
    }

    private static readonly Meter Meter = new(QwenChatClient.TelemetryName);

    /// <summary>Seconds spent decoding, sampling and resizing media.</summary>
    public static Histogram<double> PreprocessDuration { get; } =
        Meter.CreateHistogram<double>("qwen.preprocess.duration", "s", "Time to decode, sample and resize the media of a request.");

    /// <summary>Seconds from the start of a generation to its first token: encoder and prefill.</summary>
    public static Histogram<double> TimeToFirstToken { get; } =
        Meter.CreateHistogram<double>("qwen.generate.time_to_first_token", "s", "Time from the start of a generation to its first token.");

    /// <summary>Tokens a second after the first one.</summary>
    public static Histogram<double> DecodeRate { get; } =
        Meter.CreateHistogram<double>("qwen.generate.decode_rate", "{token}/s", "Tokens a second after the first one.");

    /// <summary>Tokens that stood for pictures and videos.</summary>
    public static Counter<long> VisionTokens { get; } =
        Meter.CreateCounter<long>("qwen.generate.vision_tokens", "{token}", "Prompt tokens that stood for pictures and videos.");
}
