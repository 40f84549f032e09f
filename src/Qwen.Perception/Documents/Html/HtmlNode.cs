namespace Qwen.Perception.Documents.Html;

/// <summary>An element or a run of text.</summary>
internal abstract class HtmlNode;
