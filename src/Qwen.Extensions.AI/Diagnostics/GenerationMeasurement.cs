using System.Diagnostics;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Diagnostics;

/// <summary>Measures one generation. Not thread-safe.</summary>
internal sealed class GenerationMeasurement : IDisposable
{
    private readonly Activity? activity;
    private readonly TagList tags;
    private readonly long start = Stopwatch.GetTimestamp();
    private long firstToken;

    /// <summary>Starts the span and the clock.</summary>
    public GenerationMeasurement(string modelId, string device)
    {
        activity = ClientDiagnostics.Source.StartActivity("qwen.generate");
        activity?.SetTag("gen_ai.request.model", modelId);
        activity?.SetTag("qwen.device", device);
        tags = new TagList { { "gen_ai.request.model", modelId }, { "qwen.device", device } };
    }

    /// <summary>Takes note of a piece of the answer.</summary>
    public void Observe(GenerationUpdate update)
    {
        if (firstToken == 0 && update.TokenIds.Count > 0)
        {
            firstToken = Stopwatch.GetTimestamp();
            var seconds = Stopwatch.GetElapsedTime(start, firstToken).TotalSeconds;
            activity?.SetTag("qwen.time_to_first_token", seconds);
            ClientDiagnostics.TimeToFirstToken.Record(seconds, tags);
        }

        if (update.Usage is { } usage)
            Complete(usage, update.Finish);
    }

    /// <summary>Takes note that the generation failed.</summary>
    public void Fail(Exception error) => ClientDiagnostics.Fail(activity, error);

    /// <inheritdoc/>
    public void Dispose() => activity?.Dispose();

    private void Complete(GenerationUsage usage, GenerationFinish? finish)
    {
        activity?.SetTag("gen_ai.usage.input_tokens", usage.InputTokens);
        activity?.SetTag("gen_ai.usage.output_tokens", usage.OutputTokens);
        activity?.SetTag("qwen.cached_input_tokens", usage.CachedInputTokens);
        activity?.SetTag("qwen.vision_tokens", usage.VisionTokens);
        activity?.SetTag("qwen.video_frames", usage.VideoFrames);
        activity?.SetTag("qwen.encoded_slices", usage.EncodedSlices);
        activity?.SetTag("qwen.finish", finish?.ToString());
        ClientDiagnostics.VisionTokens.Add(usage.VisionTokens, tags);
        if (usage.OutputTokens > 1 && firstToken != 0 && Stopwatch.GetElapsedTime(firstToken) is { TotalSeconds: > 0 and var seconds })
            ClientDiagnostics.DecodeRate.Record((usage.OutputTokens - 1) / seconds, tags);
    }
}
