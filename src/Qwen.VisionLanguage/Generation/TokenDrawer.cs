using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Draws an answer's tokens: constraint, then sampler, and how probable the model itself found them where that is asked for. Serves one
/// answer; not thread-safe.
/// </summary>
/// <param name="request">What is asked.</param>
/// <param name="sampler">Chooses among what the constraint allows.</param>
/// <param name="tokenizer">Gives the tokens' texts.</param>
internal sealed class TokenDrawer(GenerationRequest request, TokenSampler sampler, QwenTokenizer tokenizer)
{
    private float[] raw = [];

    /// <summary>Tokens that the constraint left no choice about.</summary>
    public int Forced { get; private set; }

    /// <summary>The next token by the model's choice.</summary>
    /// <param name="logits">The model's logits; overwritten. // [vocabulary]</param>
    public (int Token, TokenLogProbability? Probability) Draw(Span<float> logits)
    {
        Keep(logits);
        request.Constraint?.Mask(logits);
        return Accept(sampler.Next(logits));
    }

    /// <summary>A token that is certain.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="logits">The model's logits, looked at only where probabilities are asked for; overwritten. // [vocabulary]</param>
    public (int Token, TokenLogProbability? Probability) Take(int token, Span<float> logits)
    {
        Forced++;
        sampler.Pass();
        if (request.TopLogProbabilities is not null)
            Keep(logits);
        return Accept(token);
    }

    // rows beyond the tokenizer's ids are padding: no text exists for them
    private void Keep(Span<float> logits)
    {
        logits[Math.Min(tokenizer.VocabularySize, logits.Length)..].Fill(float.NegativeInfinity);
        if (request.TopLogProbabilities is null)
            return;
        if (raw.Length == 0)
            raw = new float[logits.Length];
        logits.CopyTo(raw);
    }

    private (int Token, TokenLogProbability? Probability) Accept(int token)
    {
        sampler.Accept(token);
        request.Constraint?.Accept(token);
        return (token, request.TopLogProbabilities is { } count ? LogProbabilities.Of(raw, token, count, tokenizer) : null);
    }
}
