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

    private readonly AnswerText text = new(tokenizer, request.StopSequences);
    private readonly ForcedTokens forced = new(request.Constraint, tokenizer);
    private readonly RepetitionDetector repetition = new();
    private readonly HashSet<int> endTokens = [.. engine.Checkpoint.Generation.EndTokenIds];

    // probabilities are wanted of every token: then each is run by itself
    private readonly bool several = request.SeveralTokensPerStep && request.TopLogProbabilities is null;

    /// <summary>Writes the answer's updates; the last one carries reason and usage.</summary>
    public async Task WriteAsync(PromptPlan plan, ChannelWriter<GenerationUpdate> updates, CancellationToken cancellationToken)
    {
        var limit = OutputLimit(plan);
        var sampler = new TokenSampler(request.Sampling, engine.Checkpoint.Generation, plan.Prompt.TokenIds);
        var drawer = new TokenDrawer(request, sampler, tokenizer);
        using var run = new SequenceRun(engine, plan, limit);
        var drafted = new DraftedRun(run, forced, Lookup(plan), tokenizer.IsSpecial);
        using (var stage = QwenDiagnostics.Start("prefill"))
        {
            await drafted.PrefillAsync(Beginning(limit), cancellationToken).ConfigureAwait(false);
            stage.Tokens = plan.Length - run.CachedTokens;
            stage.Completed = true;
        }

        using var decoding = QwenDiagnostics.Start("decode");
        GenerationFinish? finish = null;
        while (finish is null)
        {
            var certain = forced.Next();
            if (!drafted.IsUpToDate && (certain is null || !several))
                await drafted.CatchUpAsync(limit - decoding.Tokens, cancellationToken).ConfigureAwait(false);
            var (token, probability) = certain is { } only ? drawer.Take(only, drafted.Logits) : drawer.Draw(drafted.Logits);
            decoding.Tokens++;
            (var emit, finish) = text.Append(token, Ends(token, decoding.Tokens >= limit));
            drafted.Write(token);
            var update = new GenerationUpdate
            {
                Text = emit,
                TokenIds = [token],
                LogProbabilities = probability is null ? [] : [probability],
                Finish = finish,
                Usage = finish is null ? null : Usage(plan, run, decoding.Tokens, drawer.Forced, drafted),
            };
            await updates.WriteAsync(update, cancellationToken).ConfigureAwait(false);
        }

        decoding.Completed = true;
    }

    private PromptLookup? Lookup(PromptPlan plan) => several && engine.Decoder.CanTruncate
        ? new PromptLookup(plan.Prompt.TokenIds, token => tokenizer.IsSpecial(token) ? null : tokenizer.Decode([token]))
        : null;

    /// <summary>How the answer has to begin: that runs with the prompt, unless nothing comes behind it.</summary>
    private int[] Beginning(int limit)
    {
        if (!several)
            return [];
        var first = forced.Look().ToArray();
        return first.Length >= Math.Min(limit, SequenceRun.MaxStep) || first.Any(endTokens.Contains) ? [] : first;
    }

    private GenerationFinish? Ends(int token, bool full)
    {
        if (endTokens.Contains(token))
            return GenerationFinish.EndToken;
        if (request.StopRepetition && repetition.Accept(token))
            return GenerationFinish.Repetition;
        return full ? GenerationFinish.Length : null;
    }

    private int OutputLimit(PromptPlan plan)
    {
        var room = maxContextTokens - plan.Length;
        if (room < 1)
            throw PromptOverflow.Create(plan, request, tokenizer, maxContextTokens);

        if (request.MaxOutputTokens is < 1)
            throw new QwenException($"An answer of {request.MaxOutputTokens} tokens was asked for: it needs at least one.");
        return Math.Min(request.MaxOutputTokens ?? DefaultMaxOutput, room);
    }

    private static GenerationUsage Usage(PromptPlan plan, SequenceRun run, int outputTokens, int forcedTokens, DraftedRun drafted) => new(
        plan.Length,
        outputTokens,
        run.CachedTokens,
        plan.Prompt.Media.Sum(media => media.Grid.TokenCount),
        plan.Prompt.Media.Where(media => media.IsVideo).Sum(media => media.Frames.Count),
        run.EncodedSlices)
    {
        Steps = run.Steps,
        ForcedTokens = forcedTokens,
        DraftedTokens = drafted.Drafted,
        AcceptedTokens = drafted.Accepted,
    };
}
