namespace Qwen.Constraints.Tokens;

/// <summary>
/// A token whose bytes end a string: what stands behind the closing quote is the node <paramref name="Rest"/> of the rest tree.
/// </summary>
internal readonly record struct QuoteHit(int Rest, int Token);
