namespace Qwen.Constraints.Automata;

/// <summary>
/// What tells one automaton state from another: the language still to be written and the position inside a character, where
/// <paramref name="First"/> to <paramref name="Last"/> are the code points still possible and <paramref name="Remaining"/> the units
/// missing.
/// </summary>
internal readonly record struct LexKey(TextForm Form, RegexNode Node, LexPhase Phase, int First = 0, int Last = 0, int Remaining = 0);
