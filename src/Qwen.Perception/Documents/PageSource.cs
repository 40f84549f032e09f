using System.Collections;
using System.Text.Json;
using Qwen.Perception.Documents.Pdf;
using Qwen.Perception.Pictures;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Documents;

/// <summary>The pages of what a caller hands over: a PDF file, one picture, or a list of pictures.</summary>
internal sealed class PageSource : IDisposable
{
    private readonly PictureAsker asker;
    private readonly PdfFile? pdf;
    private readonly IReadOnlyList<object> pictures;

    private PageSource(PictureAsker asker, PdfFile? pdf, IReadOnlyList<object> pictures)
    {
        this.asker = asker;
        this.pdf = pdf;
        this.pictures = pictures;
    }

    /// <summary>Number of pages.</summary>
    public int Count => pdf?.PageCount ?? pictures.Count;

    /// <summary>Looks at the document; pictures of a list are read when their turn comes.</summary>
    /// <exception cref="QwenException">It cannot be read.</exception>
    public static async Task<PageSource> OpenAsync(object document, PictureAsker asker, PdfOptions options, CancellationToken cancellationToken)
    {
        if (ToList(document) is { } list)
        {
            return list.Length > 0
                ? new PageSource(asker, null, list)
                : throw new QwenException("The document has no pages: give a PDF file, a picture, or pictures of the pages.");
        }

        var file = await asker.ReadAsync(document, cancellationToken).ConfigureAwait(false);
        return PdfFile.IsPdf(file.Span)
            ? new PageSource(asker, await PdfFile.OpenAsync(file, options, cancellationToken).ConfigureAwait(false), [])
            : new PageSource(asker, null, [file]);
    }

    /// <summary>The picture file of a page.</summary>
    /// <param name="page">Its number, from 1.</param>
    /// <param name="cancellationToken">Stops the rendering.</param>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(int page, CancellationToken cancellationToken)
    {
        if (pdf is not null)
            return await pdf.RenderAsync(page, cancellationToken).ConfigureAwait(false);
        var file = await asker.ReadAsync(pictures[page - 1], cancellationToken).ConfigureAwait(false);
        return PdfFile.IsPdf(file.Span)
            ? throw new QwenException($"Page {page} of the list is a PDF file: give a PDF file by itself, and in a list pictures only.")
            : file;
    }

    /// <summary>Removes what was laid down for a PDF file.</summary>
    public void Dispose() => pdf?.Dispose();

    private static object[]? ToList(object document) => document switch
    {
        string or byte[] => null,
        JsonElement { ValueKind: JsonValueKind.Array } json => [.. json.EnumerateArray().Select(item => (object)item)],
        IEnumerable items => [.. items.Cast<object>()],
        _ => null,
    };
}
