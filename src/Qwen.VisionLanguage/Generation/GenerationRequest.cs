using Qwen.Constraints;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>What to answer and how. The caller must not change it while the generation runs.</summary>
public sealed record GenerationRequest
{
    /// <summary>The conversation.</summary>
    public required IReadOnlyList<ChatTurn> Turns { get; init; }

    /// <summary>How the conversation is rendered: tools, numbered media, assistant prefix.</summary>
    public ChatPromptOptions Prompt { get; init; } = new();

    /// <summary>How tokens are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Most tokens to write; null for what is left of the context, at most 4096.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Texts that end the answer, also across token borders; they are not part of it.</summary>
    public IReadOnlyList<string> StopSequences { get; init; } = [];

    /// <summary>How many alternatives to report per token; 0 reports the chosen token's probability only, null reports none.</summary>
    public int? TopLogProbabilities { get; init; }

    /// <summary>Whether an answer that repeats itself without end is stopped with <see cref="GenerationFinish.Repetition"/>.</summary>
    public bool StopRepetition { get; init; } = true;

    /// <summary>
    /// Whether tokens that are certain (the constraint leaves no choice) or likely (they repeat the prompt or the answer so far) run
    /// several at a time. Every token is still the one that mask, sampler and seed choose: the answer is the same either way.
    /// </summary>
    /// <remarks>
    /// On the library's own CPU device to the last bit. Devices of ONNX Runtime add up in different order for one and for several tokens,
    /// as with a cached prompt, and activations rounded to 8 bits (<see cref="QwenPrecision.Int8"/>, <see cref="QwenPrecision.Int4"/>) can
    /// turn that into another choice where two tokens are nearly equal.
    /// </remarks>
    public bool SeveralTokensPerStep { get; init; } = true;

    /// <summary>Restricts what may be written; null for no restriction. Serves this request only.</summary>
    public ITokenConstraint? Constraint { get; init; }
}
