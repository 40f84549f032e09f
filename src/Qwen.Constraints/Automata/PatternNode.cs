namespace Qwen.Constraints.Automata;

/// <summary>A parsed pattern, before anchors and look-ahead are worked into a language.</summary>
internal sealed record PatternNode(PatternKind Kind)
{
    public CodePointSet Characters { get; init; } = CodePointSet.Empty;

    public IReadOnlyList<PatternNode> Parts { get; init; } = [];

    public int Min { get; init; }

    public int Max { get; init; }

    /// <summary>Whether an anchor or look-ahead occurs inside.</summary>
    public bool HasAssertion { get; init; }

    /// <summary>Whether it always matches without taking a character.</summary>
    public bool ZeroWidth { get; init; }

    /// <summary>Whether it may match without taking a character.</summary>
    public bool MayBeEmpty { get; init; }
}
