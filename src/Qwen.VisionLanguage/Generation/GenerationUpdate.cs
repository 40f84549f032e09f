namespace Qwen.VisionLanguage.Generation;

/// <summary>A piece of an answer as it is written. The last update carries <see cref="Finish"/> and <see cref="Usage"/>.</summary>
public sealed record GenerationUpdate
{
    /// <summary>New text, possibly empty; never half a character, never the start of a stop sequence.</summary>
    public string Text { get; init; } = "";

    /// <summary>Tokens drawn since the update before.</summary>
    public IReadOnlyList<int> TokenIds { get; init; } = [];

    /// <summary>Their probabilities, one for each token, when asked for.</summary>
    public IReadOnlyList<TokenLogProbability> LogProbabilities { get; init; } = [];

    /// <summary>Why the answer ended; null before its end.</summary>
    public GenerationFinish? Finish { get; init; }

    /// <summary>What it cost; null before its end.</summary>
    public GenerationUsage? Usage { get; init; }
}
