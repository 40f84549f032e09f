namespace Qwen.Constraints.Automata;

/// <summary>
/// One regular language over code points. Nodes are made and shared by a <see cref="RegexArena"/>: equal structure is one object,
/// so that a derivative seen before is recognised by reference.
/// </summary>
internal sealed class RegexNode(RegexArena arena, int id, RegexKind kind, bool nullable)
{
    public const int Unbounded = int.MaxValue;

    public RegexArena Arena { get; } = arena;

    public int Id { get; } = id;

    public RegexKind Kind { get; } = kind;

    /// <summary>Whether the empty text belongs to the language.</summary>
    public bool Nullable { get; } = nullable;

    /// <summary>
    /// Built without intersection, complement and leaves but sure ones: such a node is never empty unless it is the empty node.
    /// </summary>
    public bool Positive { get; init; }

    public CodePointSet? Characters { get; init; }

    public LeafLanguage? Leaf { get; init; }

    /// <summary>Operands: two of a sequence, one of repeat and complement, any number of union and intersection.</summary>
    public RegexNode[] Parts { get; init; } = [];

    /// <summary>Operators inside one another.</summary>
    public int Depth { get; init; }

    /// <summary>No text of the language has fewer characters; as a rule some text has as many.</summary>
    public int Shortest { get; init; }

    public int Min { get; init; }

    public int Max { get; init; }

    /// <summary>Whether any text belongs to the language; unknown until <see cref="RegexArena.IsLive"/> was asked.</summary>
    public bool? Live { get; set; }

    /// <summary>Where the language was found to hold a text: a step towards one; none of nodes that hold one for sure.</summary>
    public RegexTransition? Way { get; set; }

    /// <summary>
    /// Whether a character beyond ASCII may come first; unknown until <see cref="RegexArena.GoesBeyondAscii"/> was asked.
    /// </summary>
    public bool? BeyondAscii { get; set; }

    /// <summary>
    /// Whether any text over some characters is the beginning of one; unknown until <see cref="RegexArena.OpenTo"/> was asked.
    /// </summary>
    public bool? Open { get; set; }

    /// <summary>
    /// All texts over some characters, where it shows in its parts that those are the beginnings of its texts; the empty language where it
    /// does not, and null until it was asked.
    /// </summary>
    public RegexNode? Beginnings { get; set; }

    /// <summary>Whether <see cref="RegexArena.Explore"/> has looked at it.</summary>
    public bool Explored { get; set; }

    /// <summary>Derivatives by ranges of code points, filled in by <see cref="RegexArena.Transitions"/>.</summary>
    public RegexTransition[]? Derivatives { get; set; }

    /// <summary>Whether this is any text whose length in characters lies between <see cref="Min"/> and <see cref="Max"/>.</summary>
    public bool IsAnyText =>
        ReferenceEquals(this, Arena.Epsilon) || (Kind == RegexKind.Repeat && ReferenceEquals(Parts[0], Arena.AnyCharacter));
}
