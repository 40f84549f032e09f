namespace Qwen.Perception.Documents.Html;

/// <summary>A run of text, its entities decoded.</summary>
internal sealed class HtmlText(string value) : HtmlNode
{
    public string Value { get; } = value;
}
