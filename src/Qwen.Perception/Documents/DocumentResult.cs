using System.Text.Json.Serialization;
using Qwen.Perception.Documents.Html;

namespace Qwen.Perception;

/// <summary>The pages of a document that were asked for.</summary>
public sealed record DocumentResult
{
    /// <summary>The pages in order.</summary>
    [JsonPropertyName("pages")]
    public required IReadOnlyList<DocumentPage> Pages { get; init; }

    /// <summary>All of them as Markdown, pages parted by empty lines.</summary>
    /// <inheritdoc cref="DocumentPage.ToMarkdown"/>
    public string ToMarkdown(bool expandSpans = false) =>
        string.Join('\n', Pages.Select(page => page.ToMarkdown(expandSpans)).Where(page => page.Length > 0));

    /// <summary>All of them as one HTML document for people.</summary>
    /// <inheritdoc cref="DocumentPage.ToHtml"/>
    public string ToHtml(bool dropDetails = false) =>
        $"<html><body>\n{string.Concat(Pages.Select(page => new HtmlCleaner(dropDetails).Clean(page.RawText)))}</body></html>\n";
}
