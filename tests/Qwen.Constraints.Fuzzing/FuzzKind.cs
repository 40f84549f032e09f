namespace Qwen.Constraints.Fuzzing;

/// <summary>The ways in which a caller says what an answer looks like.</summary>
public enum FuzzKind
{
    Notation,
    Pattern,
    Schema,
}
