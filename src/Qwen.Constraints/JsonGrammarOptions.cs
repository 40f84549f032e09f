namespace Qwen.Constraints;

/// <summary>How constrained JSON is written.</summary>
public sealed record JsonGrammarOptions
{
    /// <summary>White space between the parts.</summary>
    public JsonWhitespace Whitespace { get; init; }

    /// <summary>Order of properties.</summary>
    public JsonPropertyOrder PropertyOrder { get; init; }
}
