namespace Qwen.Constraints.Automata;

/// <summary>From this code point on (up to the next entry's) the derivative is <paramref name="Target"/>.</summary>
internal readonly record struct RegexTransition(int First, RegexNode Target);
