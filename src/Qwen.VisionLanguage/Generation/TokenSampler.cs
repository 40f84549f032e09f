using System.Numerics.Tensors;
using System.Security.Cryptography;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Chooses the next token: penalties, temperature, top-k, top-p, min-p in the order of transformers, then a draw; or the best token
/// where the temperature says so.
/// </summary>
/// <remarks>
/// With a seed the draws are the same for ever (<see cref="SplitMix64"/>, candidates in the order of their ids); without one they
/// start from the system's randomness. Serves one answer; not thread-safe. Allocates nothing per token once its buffers have grown.
/// </remarks>
internal sealed class TokenSampler
{
    private readonly SamplingSettings settings;
    private readonly TokenPenalties penalties;
    private readonly SamplingFilters filters = new();
    private SplitMix64 random;

    /// <summary>Prepares an answer.</summary>
    /// <param name="options">What the request asks for.</param>
    /// <param name="defaults">What the checkpoint proposes for what the request leaves open.</param>
    /// <param name="promptIds">The prompt; the repetition penalty counts its tokens as seen.</param>
    /// <exception cref="QwenException">An option is outside its range.</exception>
    public TokenSampler(SamplingOptions options, GenerationDefaults defaults, IReadOnlyList<int> promptIds)
    {
        settings = SamplingSettings.Merge(options, defaults);
        penalties = new TokenPenalties(settings, promptIds);
        random = new SplitMix64(options.Seed is { } seed ? unchecked((ulong)seed) : RandomSeed());
    }

    /// <summary>The next token. Does not count as written before <see cref="Accept"/>.</summary>
    /// <param name="logits">The model's logits, forbidden tokens at negative infinity; overwritten. // [vocabulary]</param>
    /// <exception cref="QwenException">No token is allowed, or a logit is not a number.</exception>
    public int Next(Span<float> logits)
    {
        penalties.Apply(logits);
        var best = Best(logits);
        if (settings.Greedy || float.IsPositiveInfinity(logits[best]))
            return best;

        Shape(logits);
        var max = logits[best];
        return SoftmaxSum.IndexAt(logits, max, random.NextDouble() * SoftmaxSum.Of(logits, max));
    }

    /// <summary>Passes a token that is certain: the draws of the tokens behind it stay what they would have been.</summary>
    public void Pass()
    {
        if (!settings.Greedy)
            random.NextDouble();
    }

    /// <summary>Takes note of the token that was written.</summary>
    public void Accept(int id) => penalties.Accept(id);

    /// <summary>
    /// Temperature and filters on penalised logits: afterwards their softmax is the distribution to draw from, and what cannot be
    /// drawn is at negative infinity.
    /// </summary>
    internal void Shape(Span<float> logits)
    {
        if (settings.Temperature != 1)
            TensorPrimitives.Divide(logits, settings.Temperature, logits);
        if (settings.TopK > 0)
            filters.KeepTopK(logits, settings.TopK);
        filters.KeepTopP(logits, settings.TopP);
        SamplingFilters.KeepMinP(logits, settings.MinP);
    }

    // the largest logit, of equal ones the lowest id
    private static int Best(ReadOnlySpan<float> logits)
    {
        // not IndexOfMax, whose code takes longer to compile than a short answer to write
        var largest = TensorPrimitives.Max(logits);
        if (float.IsNaN(largest))
            throw new QwenException(
                "The device computed logits that are not numbers. Run on another device (cpu), or convert the checkpoint again.");
        var best = 0;
        while (logits[best] != largest)
            best++;
        if (float.IsNegativeInfinity(largest))
            throw new QwenException(
                "No token may follow: the constraint of this request forbids the whole vocabulary. Check its schema or grammar.");
        return best;
    }

    private static ulong RandomSeed()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
