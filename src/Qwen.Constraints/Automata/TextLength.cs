namespace Qwen.Constraints.Automata;

/// <summary>A text of which only the number of characters counts, in one way of writing.</summary>
internal readonly record struct TextLength(TextForm Form, int Min, int Max);
