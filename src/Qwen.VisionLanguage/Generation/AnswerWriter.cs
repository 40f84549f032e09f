using System.Threading.Channels;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>Writes one answer: prefill, then token after token until something ends it.</summary>
/// <param name="engine">What runs.</param>
/// <param name="tokenizer">Turns tokens into text.</param>
/// <param name="request">What is asked.</param>
/// <param name="maxContextTokens">Longest conversation.</param>
internal sealed class AnswerWriter(InferenceEngine engine, QwenTokenizer tokenizer, GenerationRequest request, int maxContextTokens)
{
    private const int DefaultMaxOutput = 4096;

    private readonly TokenTextDecoder text = new(tokenizer);
    private readonly StopSequenceMatcher stops = new(request.StopSequences);
    private readonly RepetitionDetector repetition = new();
    private readonly HashSet<int> endTokens = [.. engine.Checkpoint.Generation.EndTokenIds];
    private readonly float[]? rawLogits = request.TopLogProbabilities is null ? null : new float[engine.Decoder.VocabularySize];

    /// <summary>Writes the answer's updates; the last one carries reason and usage.</summary>
    public async Task WriteAsync(PromptPlan plan, ChannelWriter<GenerationUpdate> updates, CancellationToken cancellationToken)
    {
        var limit = OutputLimit(plan.Length);
        var sampler = new TokenSampler(request.Sampling, engine.Checkpoint.Generation, plan.Prompt.TokenIds);
        using var run = new SequenceRun(engine, plan, limit);
        using (var stage = QwenDiagnostics.Start("prefill"))
        {
            stage.Tokens = plan.Length - run.CachedTokens;
            await run.PrefillAsync(cancellationToken).ConfigureAwait(false);
        }

        using var decoding = QwenDiagnostics.Start("decode");
        while (true)
        {
            var (token, probability) = Choose(run.Logits, sampler);
            decoding.Tokens++;
            var finish = endTokens.Contains(token) ? GenerationFinish.EndToken
                : request.StopRepetition && repetition.Accept(token) ? GenerationFinish.Repetition
                : decoding.Tokens >= limit ? GenerationFinish.Length
                : (GenerationFinish?)null;
            var (emit, stopped) = finish == GenerationFinish.EndToken ? ("", false) : stops.Append(text.Append(token));
            if (stopped)
                finish = GenerationFinish.StopSequence;
            else if (finish is not null)
                (emit, finish) = Close(emit, finish);

            await updates.WriteAsync(
                new GenerationUpdate
                {
                    Text = emit,
                    TokenIds = [token],
                    LogProbabilities = probability is null ? [] : [probability],
                    Finish = finish,
                    Usage = finish is null ? null : Usage(plan, run, decoding.Tokens),
                },
                cancellationToken).ConfigureAwait(false);
            if (finish is not null)
                return;
            await run.StepAsync(token, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next token, and how probable the model itself found it.</summary>
    private (int Token, TokenLogProbability? Probability) Choose(float[] logits, TokenSampler sampler)
    {
        // rows beyond the tokenizer's ids are padding: no text exists for them
        logits.AsSpan(Math.Min(tokenizer.VocabularySize, logits.Length)..).Fill(float.NegativeInfinity);
        if (rawLogits is not null)
            logits.CopyTo(rawLogits, 0);
        request.Constraint?.Mask(logits);
        var token = sampler.Next(logits);
        sampler.Accept(token);
        request.Constraint?.Accept(token);
        return (token, rawLogits is null ? null : LogProbabilities.Of(rawLogits, token, request.TopLogProbabilities!.Value, tokenizer));
    }

    /// <summary>What was held back, an unfinished character or the start of a stop sequence, belongs to the answer when nothing follows.</summary>
    private (string Text, GenerationFinish? Finish) Close(string emit, GenerationFinish? finish)
    {
        var (rest, stopped) = stops.Append(text.Flush());
        return stopped ? (emit + rest, GenerationFinish.StopSequence) : (emit + rest + stops.Flush(), finish);
    }

    private int OutputLimit(int promptTokens)
    {
        var room = maxContextTokens - promptTokens;
        if (room < 1)
        {
            throw new QwenException(
                $"The prompt has {promptTokens} tokens, but the context holds {maxContextTokens}. Send fewer or smaller pictures " +
                "(max_pixels), fewer video frames (fps, max_frames), or a shorter conversation.");
        }

        if (request.MaxOutputTokens is < 1)
            throw new QwenException($"An answer of {request.MaxOutputTokens} tokens was asked for: it needs at least one.");
        return Math.Min(request.MaxOutputTokens ?? DefaultMaxOutput, room);
    }

    private static GenerationUsage Usage(PromptPlan plan, SequenceRun run, int outputTokens) => new(
        plan.Length,
        outputTokens,
        run.CachedTokens,
        plan.Prompt.Media.Sum(media => media.Grid.TokenCount),
        plan.Prompt.Media.Where(media => media.IsVideo).Sum(media => media.Frames.Count),
        run.EncodedSlices);
}
