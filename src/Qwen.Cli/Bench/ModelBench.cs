using System.Diagnostics;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;

namespace Qwen.Cli.Bench;

/// <summary>Times the stages of a request on a loaded model, without any cache.</summary>
/// <param name="model">Loaded with its caches switched off, otherwise the second round measures them.</param>
/// <param name="rounds">Timed rounds after one that warms up; medians are reported.</param>
internal sealed class ModelBench(QwenModel model, int rounds)
{
    /// <summary>A prompt of about that many tokens, then that many tokens of answer.</summary>
    public Task<BenchRun> TextAsync(int promptTokens, int answerTokens, CancellationToken cancellationToken)
    {
        // a word that is one token in most vocabularies; the figure divides by the tokens that were really read
        var text = string.Join(' ', Enumerable.Repeat("in", promptTokens));
        return MedianAsync([new TextPart(text)], answerTokens, cancellationToken);
    }

    /// <summary>A grey square picture of that edge, and a single token of answer.</summary>
    public Task<BenchRun> PictureAsync(int edge, CancellationToken cancellationToken)
    {
        var pixels = new byte[edge * edge * 3];
        pixels.AsSpan().Fill(128);
        var picture = ImagePreparer.Prepare(new RgbImage(edge, edge, pixels), model.Preprocessor, model.Vision);
        return MedianAsync([new MediaPart(picture), new TextPart("?")], 1, cancellationToken);
    }

    private async Task<BenchRun> MedianAsync(IReadOnlyList<ChatPart> parts, int answerTokens, CancellationToken cancellationToken)
    {
        await OnceAsync(parts, answerTokens, cancellationToken);
        List<BenchRun> runs = [];
        for (var round = 0; round < rounds; round++)
            runs.Add(await OnceAsync(parts, answerTokens, cancellationToken));
        return runs[0] with { FirstToken = Median(runs.Select(r => r.FirstToken)), Rest = Median(runs.Select(r => r.Rest)) };
    }

    private async Task<BenchRun> OnceAsync(IReadOnlyList<ChatPart> parts, int answerTokens, CancellationToken cancellationToken)
    {
        var request = new GenerationRequest
        {
            Turns = [new ChatTurn(ChatTurnRole.User, parts)],
            Sampling = new SamplingOptions { Temperature = 0 },
            MaxOutputTokens = answerTokens,
            StopRepetition = false,
            Constraint = new UnendingAnswer(model.GenerationDefaults.EndTokenIds),
        };
        var watch = Stopwatch.StartNew();
        TimeSpan? first = null;
        GenerationUsage? usage = null;
        await foreach (var update in model.GenerateAsync(request, cancellationToken))
        {
            if (update.TokenIds.Count > 0)
                first ??= watch.Elapsed;
            usage = update.Usage ?? usage;
        }

        return new BenchRun(usage!.InputTokens, usage.OutputTokens, first ?? watch.Elapsed, watch.Elapsed - (first ?? watch.Elapsed));
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
