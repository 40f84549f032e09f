namespace Qwen.Constraints.Notation;

/// <summary>The expressions of the grammar notation.</summary>
internal enum RuleKind
{
    Literal,
    Pattern,
    Name,
    Json,
    Sequence,
    Choice,
    Repeat,
}
