namespace Qwen.VisionLanguage.Generation;

/// <summary>What a generation cost.</summary>
/// <param name="InputTokens">Tokens of the prompt, placeholders included.</param>
/// <param name="OutputTokens">Tokens drawn, a closing end token included.</param>
/// <param name="CachedInputTokens">Tokens of the prompt whose keys and values were kept from an earlier request.</param>
/// <param name="VisionTokens">Tokens of the prompt that stand for pictures and videos.</param>
/// <param name="VideoFrames">Frames of video that were read.</param>
/// <param name="EncodedSlices">Pictures and temporal patches that went through the encoder (the others came from its cache).</param>
public sealed record GenerationUsage(
    int InputTokens, int OutputTokens, int CachedInputTokens, int VisionTokens, int VideoFrames, int EncodedSlices)
{
    /// <summary>How often the decoder ran behind the prompt; the prompt's own run, which yields the first token, is not counted.</summary>
    public int Steps { get; init; }

    /// <summary>Tokens of the answer that the constraint left no choice about.</summary>
    public int ForcedTokens { get; init; }

    /// <summary>Tokens that were guessed from the prompt or the answer so far and run together with the one before them.</summary>
    public int DraftedTokens { get; init; }

    /// <summary>Guessed tokens that the model chose indeed.</summary>
    public int AcceptedTokens { get; init; }
}
