namespace Qwen.Constraints;

/// <summary>How much white space constrained JSON may have.</summary>
public enum JsonWhitespace
{
    /// <summary>The model's own habits: blanks, or a line break with indentation, wherever JSON has room, but never without end.</summary>
    Flexible,

    /// <summary>
    /// One blank behind each comma and colon, none elsewhere. Leaves less to the model, so that more of the text is forced.
    /// </summary>
    Spaced,

    /// <summary>None.</summary>
    Compact,
}
