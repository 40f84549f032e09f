namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Lowers the logits of tokens that were already there: the repetition penalty over prompt and answer (each distinct token once, as
/// in transformers), then frequency and presence penalty over the answer alone (as OpenAI defines them).
/// </summary>
/// <remarks>Serves one answer; not thread-safe.</remarks>
internal sealed class TokenPenalties
{
    private readonly SamplingSettings settings;
    private readonly HashSet<int> seen;
    private readonly Dictionary<int, int> answered = [];

    /// <summary>Starts with the prompt's tokens.</summary>
    public TokenPenalties(SamplingSettings settings, IEnumerable<int> promptIds)
    {
        this.settings = settings;
        seen = settings.RepetitionPenalty == 1 ? [] : [.. promptIds];
    }

    /// <summary>Takes note of a token of the answer.</summary>
    public void Accept(int id)
    {
        if (settings.RepetitionPenalty != 1)
            seen.Add(id);
        if (settings.PresencePenalty != 0 || settings.FrequencyPenalty != 0)
            answered[id] = answered.GetValueOrDefault(id) + 1;
    }

    /// <summary>Changes the logits in place. // [vocabulary]</summary>
    public void Apply(Span<float> logits)
    {
        foreach (var id in seen)
        {
            if ((uint)id < (uint)logits.Length)
                logits[id] = logits[id] > 0 ? logits[id] / settings.RepetitionPenalty : logits[id] * settings.RepetitionPenalty;
        }

        foreach (var (id, count) in answered)
        {
            if ((uint)id < (uint)logits.Length)
                logits[id] -= (settings.FrequencyPenalty * count) + settings.PresencePenalty;
        }
    }
}
