namespace Qwen.VisionLanguage.Generation;

/// <summary>Why an answer ended.</summary>
public enum GenerationFinish
{
    /// <summary>The model wrote an end token.</summary>
    EndToken,

    /// <summary>A stop sequence appeared.</summary>
    StopSequence,

    /// <summary>The limit of output tokens, or the end of the context, was reached.</summary>
    Length,

    /// <summary>The answer repeated itself without end.</summary>
    Repetition,
}
