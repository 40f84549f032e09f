namespace Qwen.Constraints;

/// <summary>How constrained JSON is written.</summary>
public sealed record JsonGrammarOptions
{
    /// <summary>White space between the parts.</summary>
    public JsonWhitespace Whitespace { get; init; }

    /// <summary>Order of properties.</summary>
    public JsonPropertyOrder PropertyOrder { get; init; }

    /// <summary>What a schema's <c>format</c> and <c>content…</c> keywords say about a text.</summary>
    public JsonFormats Formats { get; init; }

    /// <summary>
    /// Whether a number may be written in any way that has its value, as JSON Schema has it: 1.0 for an integer, -0 and 0.00 for 0. Else
    /// (the default) as it usually is, which every reader of integers takes.
    /// </summary>
    public bool AnyNumberSpelling { get; init; }
}
