namespace Qwen.Constraints.Automata;

/// <summary>Where inside a character the bytes read so far stand.</summary>
internal enum LexPhase
{
    /// <summary>Between two characters.</summary>
    Character,

    /// <summary>Inside a UTF-8 sequence.</summary>
    Continuation,

    /// <summary>Behind a backslash.</summary>
    Escape,

    /// <summary>Behind <c>\u</c>, before its first digit.</summary>
    Unicode,

    /// <summary>Inside a code unit's four digits.</summary>
    Hex,

    /// <summary>Behind <c>\uD</c>: what follows decides whether this is half a surrogate pair.</summary>
    SurrogateDigit,

    /// <summary>Behind the first half of a surrogate pair.</summary>
    LowBackslash,

    /// <summary>Behind the backslash of the second half.</summary>
    LowUnicode,

    /// <summary>Behind <c>\u</c> of the second half.</summary>
    LowFirst,

    /// <summary>Behind <c>\uD</c> of the second half.</summary>
    LowSecond,
}
