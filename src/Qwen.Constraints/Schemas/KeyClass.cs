using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>Keys that no schema names but that share the condition on their values.</summary>
/// <param name="Start">The automaton of the keys.</param>
/// <param name="Value">The condition.</param>
/// <param name="Witness">One bit for each of the alternative's witnesses that such a key can be.</param>
internal sealed record KeyClass(LexState Start, SchemaRef Value, int Witness);
