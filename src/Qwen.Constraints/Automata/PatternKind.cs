namespace Qwen.Constraints.Automata;

/// <summary>The constructs of ECMAScript's pattern syntax that are regular.</summary>
internal enum PatternKind
{
    Characters,
    Sequence,
    Choice,
    Repeat,
    Start,
    End,
    Ahead,
    NotAhead,
}
