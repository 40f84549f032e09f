namespace Qwen.Perception.Documents.Html;

/// <summary>What a token is.</summary>
internal enum HtmlTokenKind
{
    Text,
    Start,
    End,
}
