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
    private const int MaxForcedBytes = 1024;

    private readonly TokenTextDecoder text = new(tokenizer);
    private readonly StopSequenceMatcher stops = new(request.StopSequences);
    private readonly RepetitionDetector repetition = new();
    private readonly HashSet<int> endTokens = [.. engine.Checkpoint.Generation.EndTokenIds];
    private readonly float[]? rawLogits = request.TopLogProbabilities is null ? null : new float[engine.Decoder.VocabularySize];

    // probabilities are wanted of every token: then each is run by itself
    private readonly bool several = request.SeveralTokensPerStep && request.TopLogProbabilities is null;

    // tokens that are written but have not run yet; then, behind the last one that has, the guess that ran with it, and how much of that
    // the constraint spelled
    private readonly List<int> unrun = [];
    private int[] draft = [];
    private int row;
    private int spelled;
    private PromptLookup? lookup;

    // what the constraint leaves no choice about, as far as it is known
    private int[] stretch = [];
    private int forcedDone;

    // of the answer's first tokens, those that ran with the prompt and are still to be written
    private int ahead;

    private int forcedTokens;
    private int draftedTokens;
    private int acceptedTokens;

    /// <summary>Writes the answer's updates; the last one carries reason and usage.</summary>
    public async Task WriteAsync(PromptPlan plan, ChannelWriter<GenerationUpdate> updates, CancellationToken cancellationToken)
    {
        var limit = OutputLimit(plan.Length);
        var sampler = new TokenSampler(request.Sampling, engine.Checkpoint.Generation, plan.Prompt.TokenIds);
        lookup = several && engine.Decoder.CanTruncate ? new PromptLookup(plan.Prompt.TokenIds, token => tokenizer.IsSpecial(token) ? null : tokenizer.Decode([token])) : null;
        using var run = new SequenceRun(engine, plan, limit);
        var first = FirstForced(limit);
        using (var stage = QwenDiagnostics.Start("prefill"))
        {
            stage.Tokens = plan.Length - run.CachedTokens;
            await run.PrefillAsync(first, cancellationToken).ConfigureAwait(false);
        }

        ahead = first.Length;

        using var decoding = QwenDiagnostics.Start("decode");
        while (true)
        {
            var forced = NextForced();
            if (unrun.Count > 0 && (forced is null || !several))
                await RunAsync(run, limit - decoding.Tokens, cancellationToken).ConfigureAwait(false);
            var (token, probability) = forced is { } certain ? Take(certain, run, sampler) : Choose(run, sampler);
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
            Place(token, run);

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
        }
    }

    /// <summary>How the answer has to begin: that runs with the prompt, unless nothing comes behind it.</summary>
    private int[] FirstForced(int limit)
    {
        if (!several)
            return [];
        stretch = request.Constraint?.GetForcedTokens(tokenizer.EncodeAnswer, MaxForcedBytes) ?? [];
        return stretch.Length >= Math.Min(limit, SequenceRun.MaxStep) || stretch.Any(endTokens.Contains) ? [] : stretch;
    }

    /// <summary>The next token where the constraint leaves no choice; null where the model has one.</summary>
    private int? NextForced()
    {
        if (forcedDone == stretch.Length)
            (stretch, forcedDone) = (request.Constraint?.GetForcedTokens(tokenizer.EncodeAnswer, MaxForcedBytes) ?? [], 0);
        return forcedDone < stretch.Length ? stretch[forcedDone++] : null;
    }

    /// <summary>Runs what was written, and a guess at what follows behind it.</summary>
    private async ValueTask RunAsync(SequenceRun run, int left, CancellationToken cancellationToken)
    {
        draft = lookup is null ? [] : Guess(Math.Min(left - 1, SequenceRun.MaxStep - 1), lookup);
        draftedTokens += draft.Length;
        unrun.AddRange(draft);
        await run.StepAsync(unrun, 1 + draft.Length, cancellationToken).ConfigureAwait(false);
        unrun.Clear();
        row = 0;
    }

    /// <summary>Bytes that are certain, as the tokenizer would cut them, and behind them what stood there before.</summary>
    private int[] Guess(int most, PromptLookup lookup)
    {
        var likely = request.Constraint?.GetLikelyTokens(tokenizer.EncodeAnswer, MaxForcedBytes) ?? [];
        spelled = likely.Length;
        int[] guess = [.. likely, .. lookup.Draft(most - likely.Length, likely)];
        var count = Math.Max(0, Math.Min(most, guess.Length));
        var special = Array.FindIndex(guess, 0, count, tokenizer.IsSpecial);
        return guess[..(special >= 0 ? special : count)];
    }

    /// <summary>Finds out whether a token was guessed, so that it has run; otherwise the rest of the guess is forgotten.</summary>
    private void Place(int token, SequenceRun run)
    {
        lookup?.Accept(token);
        if (ahead > 0)
        {
            ahead--;
            return;
        }

        if (unrun.Count == 0 && row < draft.Length)
        {
            if (draft[row] == token)
            {
                row++;
                acceptedTokens++;
                if (row == draft.Length)
                    Judge();
                return;
            }

            run.Forget(draft.Length - row);
            Judge();
            draft = [];
        }

        unrun.Add(token);
    }

    private void Judge()
    {
        if (draft.Length > spelled && row >= spelled)
            lookup!.Observe(draft.Length - spelled, row - spelled);
    }

    /// <summary>A token that is certain, and how probable the model found it where that is asked for.</summary>
    private (int Token, TokenLogProbability? Probability) Take(int token, SequenceRun run, TokenSampler sampler)
    {
        forcedTokens++;
        sampler.Pass();
        sampler.Accept(token);
        request.Constraint!.Accept(token);
        if (rawLogits is null)
            return (token, null);
        KeepRaw(run.LogitsAt(row));
        return (token, LogProbabilities.Of(rawLogits, token, request.TopLogProbabilities!.Value, tokenizer));
    }

    /// <summary>The next token, and how probable the model itself found it.</summary>
    private (int Token, TokenLogProbability? Probability) Choose(SequenceRun run, TokenSampler sampler)
    {
        var logits = run.LogitsAt(row);
        KeepRaw(logits);
        request.Constraint?.Mask(logits);
        var token = sampler.Next(logits);
        sampler.Accept(token);
        request.Constraint?.Accept(token);
        return (token, rawLogits is null ? null : LogProbabilities.Of(rawLogits, token, request.TopLogProbabilities!.Value, tokenizer));
    }

    private void KeepRaw(Span<float> logits)
    {
        // rows beyond the tokenizer's ids are padding: no text exists for them
        logits[Math.Min(tokenizer.VocabularySize, logits.Length)..].Fill(float.NegativeInfinity);
        if (rawLogits is not null)
            logits.CopyTo(rawLogits);
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

    private GenerationUsage Usage(PromptPlan plan, SequenceRun run, int outputTokens) => new(
        plan.Length,
        outputTokens,
        run.CachedTokens,
        plan.Prompt.Media.Sum(media => media.Grid.TokenCount),
        plan.Prompt.Media.Where(media => media.IsVideo).Sum(media => media.Frames.Count),
        run.EncodedSlices)
    {
        Steps = run.Steps,
        ForcedTokens = forcedTokens,
        DraftedTokens = draftedTokens,
        AcceptedTokens = acceptedTokens,
    };
}
