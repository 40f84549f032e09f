namespace Qwen.Perception.Documents.Html;

/// <summary>A piece of HTML: a start tag, an end tag or text.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Value">The element's name in lower case, or the text with entities decoded.</param>
/// <param name="Attributes">Those of a start tag.</param>
internal readonly record struct HtmlToken(HtmlTokenKind Kind, string Value, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>No attributes.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();
}
