namespace Qwen.VisionLanguage.Generation;

/// <summary>A token and how probable the model found it, before temperature and penalties.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Text">Its text; an incomplete character shows as U+FFFD.</param>
/// <param name="LogProbability">Natural logarithm of its probability.</param>
/// <param name="Alternatives">The most probable tokens at this place, best first; empty unless asked for.</param>
public sealed record TokenLogProbability(int TokenId, string Text, float LogProbability, IReadOnlyList<TokenLogProbability> Alternatives);
