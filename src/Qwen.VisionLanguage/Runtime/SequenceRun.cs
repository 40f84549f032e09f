using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>One prompt and the answer that grows behind it. Serves one request; not thread-safe.</summary>
/// <remarks>
/// Whatever happens, <see cref="Dispose"/> gives the sequence back with exactly the tokens whose keys and values are in place.
/// </remarks>
internal sealed class SequenceRun : IDisposable
{
    /// <summary>Tokens of a prompt that run at once: enough to use the kernels well, few enough to cancel between two chunks.</summary>
    public const int DefaultChunk = 256;

    /// <summary>Tokens of an answer that run at once.</summary>
    public const int MaxStep = 32;

    private readonly InferenceEngine engine;
    private readonly PromptPlan plan;
    private readonly TextConfig config;
    private readonly int newTokens;
    private readonly int chunkTokens;
    private KeptSequence? taken;
    private float[] embeddings = [];
    private float[] cos = [];
    private float[] sin = [];
    private float[] logits;
    private (VisionRun Run, float[] Features)? current;

    /// <param name="engine">What runs.</param>
    /// <param name="plan">The prompt.</param>
    /// <param name="newTokens">Tokens the answer may have: memory for them is set aside before the prompt runs.</param>
    /// <param name="chunkTokens">Tokens of the prompt that run at once.</param>
    public SequenceRun(InferenceEngine engine, PromptPlan plan, int newTokens, int chunkTokens = DefaultChunk)
    {
        (this.engine, this.plan, config) = (engine, plan, engine.Checkpoint.Config.Text);
        (this.newTokens, this.chunkTokens) = (newTokens, chunkTokens);
        logits = new float[config.VocabularySize];
    }

    /// <summary>Tokens of the prompt that another request had in place; known once the prompt has run.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>Slices that went through the encoder.</summary>
    public int EncodedSlices { get; private set; }

    /// <summary>Runs of the decoder behind the prompt.</summary>
    public int Steps { get; private set; }

    /// <summary>Logits behind the last token, where one row was asked for. // [vocabulary]</summary>
    public Span<float> Logits => LogitsAt(0);

    /// <summary>
    /// Logits behind a token of the last run: of the prompt row 0, behind its last token; of a step as many rows as were asked for.
    /// The caller may change them. // [vocabulary]
    /// </summary>
    public Span<float> LogitsAt(int row) => logits.AsSpan(row * config.VocabularySize, config.VocabularySize);

    private KeptSequence Sequence => taken ?? throw new InvalidOperationException("The prompt runs first.");

    /// <summary>Runs the prompt, in chunks.</summary>
    public Task PrefillAsync(CancellationToken cancellationToken) => PrefillAsync([], cancellationToken);

    /// <summary>Runs the prompt, in chunks, and with the last of them the answer's first tokens.</summary>
    /// <param name="first">What the answer begins with, fewer than <see cref="MaxStep"/> tokens.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="QwenException">Prompt and answer do not fit into the memory that is allowed; nothing ran.</exception>
    public async Task PrefillAsync(IReadOnlyList<int> first, CancellationToken cancellationToken)
    {
        var sequence = taken = await engine.Prefixes.TakeAsync(plan.Keys, newTokens, cancellationToken).ConfigureAwait(false);
        CachedTokens = sequence.Cache.Length;
        var chunk = Math.Min(chunkTokens, plan.Length - CachedTokens);
        MakeRoom(chunk + first.Count);
        while (sequence.Cache.Length < plan.Length)
        {
            var start = sequence.Cache.Length;
            var count = Math.Min(chunk, plan.Length - start);
            for (var i = 0; i < count; i++)
                await FillAsync(start + i, i, cancellationToken).ConfigureAwait(false);
            var more = start + count == plan.Length ? first.Count : 0;
            for (var i = 0; i < more; i++)
                Fill(first[i], plan.Length + plan.Positions.Delta + i, count + i);
            await RunAsync(count + more, 1, cancellationToken).ConfigureAwait(false);
            sequence.Tokens.AddRange(plan.Keys.AsSpan(start, count));
            sequence.Tokens.AddRange(first.Take(more).Select(token => (ulong)(uint)token).ToArray());
            engine.Prefixes.Advance(sequence);
        }

        current = null;
        MakeRoom(MaxStep); // an answer's steps are smaller, and many answers wait beside each other
    }

    /// <summary>Runs one more token.</summary>
    public ValueTask StepAsync(int tokenId, CancellationToken cancellationToken) => StepAsync([tokenId], 1, cancellationToken);

    /// <summary>Runs more tokens, all at once where they are at most <see cref="MaxStep"/>.</summary>
    /// <param name="tokens">The tokens, at least one.</param>
    /// <param name="rows">For how many of the last tokens logits are wanted, at most <see cref="MaxStep"/>.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async ValueTask StepAsync(IReadOnlyList<int> tokens, int rows, CancellationToken cancellationToken)
    {
        var sequence = Sequence;
        // what does not fill a run comes first, so that the last one holds all rows that are wanted
        for (int done = 0, count; done < tokens.Count; done += count)
        {
            var left = tokens.Count - done;
            count = left % MaxStep == 0 ? MaxStep : left % MaxStep;
            var position = sequence.Cache.Length + plan.Positions.Delta;
            for (var i = 0; i < count; i++)
                Fill(tokens[done + i], position + i, i);
            await RunAsync(count, count == left ? rows : 1, cancellationToken).ConfigureAwait(false);
            Steps++;
            for (var i = 0; i < count; i++)
                sequence.Tokens.Add((uint)tokens[done + i]);
        }
    }

    /// <summary>Forgets the last tokens; only where the decoder can (<see cref="Decoder.CanTruncate"/>).</summary>
    public void Forget(int tokens) => Sequence.Truncate(Sequence.Tokens.Count - tokens);

    /// <summary>Gives the sequence back to the cache of prefixes.</summary>
    public void Dispose()
    {
        if (taken is null)
            return;
        engine.Steps.Leave(taken.Cache);
        engine.Prefixes.Return(taken);
    }

    private void MakeRoom(int rows)
    {
        embeddings = new float[rows * config.HiddenSize];
        cos = new float[rows * engine.Rotary.Length];
        sin = new float[rows * engine.Rotary.Length];
    }

    private void Fill(int token, int position, int row)
    {
        var width = engine.Rotary.Length;
        engine.Embeddings.Read(token, embeddings.AsSpan(row * config.HiddenSize, config.HiddenSize));
        engine.Rotary.Fill(position, position, position, cos.AsSpan(row * width, width), sin.AsSpan(row * width, width));
    }

    private async ValueTask FillAsync(int index, int row, CancellationToken cancellationToken)
    {
        var target = embeddings.AsMemory(row * config.HiddenSize, config.HiddenSize);
        if (FindRun(index) is { } run)
        {
            var features = await FeaturesAsync(run, cancellationToken).ConfigureAwait(false);
            features.AsSpan((index - run.Start) * config.HiddenSize, config.HiddenSize).CopyTo(target.Span);
        }
        else
        {
            engine.Embeddings.Read(plan.Prompt.TokenIds[index], target.Span);
        }

        var (positions, width) = (plan.Positions, engine.Rotary.Length);
        engine.Rotary.Fill(
            positions.Time[index], positions.Height[index], positions.Width[index], cos.AsSpan(row * width, width),
            sin.AsSpan(row * width, width));
    }

    private VisionRun? FindRun(int index)
    {
        if (current is { } now && index >= now.Run.Start && index < now.Run.End)
            return now.Run;
        return plan.Runs.FirstOrDefault(run => index >= run.Start && index < run.End);
    }

    private async ValueTask<float[]> FeaturesAsync(VisionRun run, CancellationToken cancellationToken)
    {
        if (current is { } now && now.Run == run)
            return now.Features;
        var (features, encoded) = await engine.EncodeAsync(run, cancellationToken).ConfigureAwait(false);
        if (encoded)
            EncodedSlices++;
        current = (run, features);
        return features;
    }

    private ValueTask RunAsync(int count, int rows, CancellationToken cancellationToken)
    {
        var wanted = new long[rows];
        for (var i = 0; i < rows; i++)
            wanted[i] = count - rows + i;
        if (logits.Length < rows * config.VocabularySize)
            logits = new float[rows * config.VocabularySize];
        var step = new DecoderStep { Count = count, Embeddings = embeddings, Cos = cos, Sin = sin, LogitIndex = wanted };
        return engine.Steps.RunAsync(new DecoderJob(Sequence.Cache, step, logits, cancellationToken));
    }
}
