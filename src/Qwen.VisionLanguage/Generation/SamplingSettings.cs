using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Generation;

/// <summary>What a request asks for and the checkpoint proposes, merged and checked.</summary>
internal sealed record SamplingSettings
{
    /// <summary>Temperatures below this are greedy: the checkpoints write 1e-6 for that, and dividing by less only loses digits.</summary>
    private const float LowestTemperature = 0.01f;

    /// <summary>Whether the best token is always taken.</summary>
    public bool Greedy => Temperature < LowestTemperature;

    /// <summary>Divisor of the logits.</summary>
    public required float Temperature { get; init; }

    /// <summary>Number of best tokens kept; 0 keeps all.</summary>
    public required int TopK { get; init; }

    /// <summary>Nucleus share; 1 keeps all.</summary>
    public required float TopP { get; init; }

    /// <summary>Least share of the best token's probability; 0 keeps all.</summary>
    public required float MinP { get; init; }

    /// <summary>Penalty on tokens of prompt and answer; 1 is none.</summary>
    public required float RepetitionPenalty { get; init; }

    /// <summary>Penalty on tokens of the answer; 0 is none.</summary>
    public required float PresencePenalty { get; init; }

    /// <summary>Penalty on tokens of the answer for each time they occur; 0 is none.</summary>
    public required float FrequencyPenalty { get; init; }

    /// <summary>The request's values, else the checkpoint's, else off.</summary>
    /// <exception cref="QwenException">A value is outside its range; the message names it.</exception>
    public static SamplingSettings Merge(SamplingOptions options, GenerationDefaults defaults)
    {
        var settings = new SamplingSettings
        {
            Temperature = options.Temperature ?? (defaults.Sample ? defaults.Temperature ?? 1 : 0),
            TopK = options.TopK ?? defaults.TopK ?? 0,
            TopP = options.TopP ?? defaults.TopP ?? 1,
            MinP = options.MinP ?? 0,
            RepetitionPenalty = options.RepetitionPenalty ?? defaults.RepetitionPenalty ?? 1,
            PresencePenalty = options.PresencePenalty ?? 0,
            FrequencyPenalty = options.FrequencyPenalty ?? 0,
        };
        Check(settings.Temperature >= 0
            && float.IsFinite(settings.Temperature), nameof(Temperature), settings.Temperature, "0 (greedy) or more");
        Check(settings.TopK >= 0, nameof(TopK), settings.TopK, "0 (all tokens) or more");
        Check(settings.TopP is >= 0 and <= 1, nameof(TopP), settings.TopP, "between 0 and 1");
        Check(settings.MinP is >= 0 and <= 1, nameof(MinP), settings.MinP, "between 0 and 1");
        Check(settings.RepetitionPenalty > 0
            && float.IsFinite(settings.RepetitionPenalty), nameof(RepetitionPenalty), settings.RepetitionPenalty, "above 0 (1 is off)");
        Check(float.IsFinite(settings.PresencePenalty), nameof(PresencePenalty), settings.PresencePenalty, "a finite number (0 is off)");
        Check(float.IsFinite(settings.FrequencyPenalty), nameof(FrequencyPenalty), settings.FrequencyPenalty, "a finite number (0 is off)");
        return settings;
    }

    private static void Check(bool holds, string name, float value, string range)
    {
        if (!holds)
            throw new QwenException(FormattableString.Invariant($"The sampling option {name} is {value}; it has to be {range}."));
    }
}
