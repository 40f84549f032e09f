namespace Qwen.Constraints.Notation;

/// <summary>A parsed expression of the grammar notation.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The literal, the pattern, or the name referred to.</param>
/// <param name="Parts">Operands.</param>
/// <param name="Min">Least count of a repetition.</param>
/// <param name="Max">Greatest count of a repetition.</param>
internal sealed record RuleExpression(RuleKind Kind, string Text, IReadOnlyList<RuleExpression> Parts, int Min = 0, int Max = 0);
