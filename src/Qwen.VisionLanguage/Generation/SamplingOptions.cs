namespace Qwen.VisionLanguage.Generation;

/// <summary>How the next token is drawn. Null means: as the checkpoint's <c>generation_config.json</c> proposes, or off.</summary>
public sealed record SamplingOptions
{
    /// <summary>Softmax temperature; 0 (or below 0.01) is greedy.</summary>
    public float? Temperature { get; init; }

    /// <summary>Keep only this many best tokens.</summary>
    public int? TopK { get; init; }

    /// <summary>Keep the smallest set of best tokens whose probabilities reach this share (0…1).</summary>
    public float? TopP { get; init; }

    /// <summary>Drop tokens whose probability is below this share of the best token's (0…1).</summary>
    public float? MinP { get; init; }

    /// <summary>Divides positive and multiplies negative logits of every token in prompt and answer; 1 is off.</summary>
    public float? RepetitionPenalty { get; init; }

    /// <summary>Subtracted once from the logit of every token already in the answer; 0 is off.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>Subtracted from a token's logit for each time it is already in the answer; 0 is off.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>Seed of the draw: the same seed, prompt and options give the same answer.</summary>
    public long? Seed { get; init; }
}
