using System.Text.Json.Serialization;
using Qwen.Perception.Documents;

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
        HtmlFrame.Start + string.Concat(Pages.Select(page => page.ToHtmlBlocks(dropDetails))) + HtmlFrame.End;

    /// <summary>Writes pages as one HTML document for people while they come, so that none of them is kept.</summary>
    /// <param name="pages">The pages. Where they end in an error, the document ends with those that came before it.</param>
    /// <param name="output">Takes the HTML; it is to write UTF-8. Flushed after each page.</param>
    /// <param name="dropDetails">Whether descriptions of pictures, tables of charts, music and chemistry are removed.</param>
    /// <param name="cancellationToken">Stops before the next page.</param>
    public static async Task WriteHtmlAsync(
        IAsyncEnumerable<DocumentPage> pages, TextWriter output, bool dropDetails = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(output);
        var started = false;
        try
        {
            await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await output.WriteAsync((started ? "" : HtmlFrame.Start) + page.ToHtmlBlocks(dropDetails)).ConfigureAwait(false);
                started = true;
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!started)
                await output.WriteAsync(HtmlFrame.Start).ConfigureAwait(false);
            started = true;
        }
        finally
        {
            if (started)
                await output.WriteAsync(HtmlFrame.End).ConfigureAwait(false);
        }
    }
}
