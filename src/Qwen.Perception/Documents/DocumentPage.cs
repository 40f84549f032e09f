using System.Text.Json.Serialization;
using Qwen.Extensions.AI.Media;
using Qwen.Perception.Documents;
using Qwen.Perception.Documents.Blocks;
using Qwen.Perception.Documents.Html;
using Qwen.Perception.Pictures;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception;

/// <summary>
/// A page of a document: its blocks, and in <see cref="PictureResult.RawText"/> the QwenVL HTML, or the Markdown of a page model, as it was
/// written. Blocks from Markdown have no places.
/// </summary>
/// <remarks>Of a PDF, pixels are those of the page as rendered at <see cref="PdfOptions.Dpi"/>.</remarks>
public sealed record DocumentPage : PictureResult
{
    /// <summary>Number of the page, from 1.</summary>
    [JsonPropertyName("page")]
    public required int Page { get; init; }

    /// <summary>What the HTML's head calls the page; usually empty.</summary>
    [JsonPropertyName("title")]
    public string Title { get; init; } = "";

    /// <summary>The blocks in reading order.</summary>
    [JsonPropertyName("blocks")]
    public required IReadOnlyList<DocumentBlock> Blocks { get; init; }

    /// <summary>The HTML that the blocks were read from, where the model wrote something else.</summary>
    internal string? Markup { get; init; }

    /// <summary>
    /// Reads a page from HTML that a model wrote before. Nothing in the text makes this fail: what is mended stands in the notes.
    /// </summary>
    /// <param name="html">The answer, within a Markdown fence or without.</param>
    /// <param name="pictureSize">Size of the page in the pixels wanted.</param>
    /// <param name="modelSize">Size at which the model saw the page.</param>
    /// <param name="page">Number of the page, from 1.</param>
    public static DocumentPage Parse(string html, PictureSize pictureSize, PictureSize modelSize, int page = 1)
    {
        ArgumentNullException.ThrowIfNull(html);
        ArgumentNullException.ThrowIfNull(pictureSize);
        ArgumentNullException.ThrowIfNull(modelSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Math.Min(pictureSize.Width, pictureSize.Height), nameof(pictureSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Math.Min(modelSize.Width, modelSize.Height), nameof(modelSize));
        var map = new CoordinateMap(
            new PixelSize(pictureSize.Width, pictureSize.Height), new PixelSize(modelSize.Width, modelSize.Height));
        return Parse(new PictureAnswer(map, html, new RepairLog()), page);
    }

    /// <summary>The page as Markdown.</summary>
    /// <param name="expandSpans">
    /// Whether a table cell that covers several places is repeated in each; else a table with such cells is written as HTML.
    /// </param>
    public string ToMarkdown(bool expandSpans = false)
    {
        var writer = new MarkdownWriter(expandSpans);
        foreach (var block in Blocks)
            writer.Add(block);
        return writer.ToString();
    }

    /// <summary>
    /// The page as an HTML document for people: encoded in UTF-8, tables with borders, without boxes, text colours and anything active.
    /// </summary>
    /// <param name="dropDetails">Whether descriptions of pictures, tables of charts, music and chemistry are removed.</param>
    public string ToHtml(bool dropDetails = false) =>
        HtmlFrame.Start + ToHtmlBlocks(dropDetails) + HtmlFrame.End;

    internal string ToHtmlBlocks(bool dropDetails) => new HtmlCleaner(dropDetails).Clean(Markup ?? RawText);

    internal static DocumentPage Parse(PictureAnswer answer, int page) => Parse(answer, page, null);

    internal static DocumentPage ParseMarkdown(PictureAnswer answer, int page, bool frontMatter)
        => Parse(answer, page, MarkdownPage.ToHtml(answer.Text, frontMatter, answer.Notes));

    private static DocumentPage Parse(PictureAnswer answer, int page, string? markup)
    {
        var blocks = BlockReader.Read(markup ?? answer.Text, answer.Map, page, answer.Notes, out var title);
        return answer.Complete(new DocumentPage
        {
            Page = page,
            Title = title,
            Blocks = blocks,
            Markup = markup,
        });
    }
}
