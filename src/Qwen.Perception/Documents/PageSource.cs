using Qwen.Extensions.AI.Media;
using Qwen.Perception.Pictures;
using Qwen.Shared.Pdf;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Documents;

/// <summary>The pages of what a caller hands over: a PDF file, one picture, or a list of pictures.</summary>
internal sealed class PageSource : IDisposable
{
    private readonly PictureAsker asker;
    private readonly PdfFile? pdf;
    private readonly IReadOnlyList<MediaSource> pictures;
    private readonly LoadedPicture? only;

    private PageSource(PictureAsker asker, PdfFile? pdf, IReadOnlyList<MediaSource> pictures, LoadedPicture? only)
    {
        this.asker = asker;
        this.pdf = pdf;
        this.pictures = pictures;
        this.only = only;
    }

    /// <summary>Number of pages.</summary>
    public int Count => pdf?.PageCount ?? pictures.Count;

    /// <summary>Looks at the document; pictures of a list are read when their turn comes.</summary>
    /// <exception cref="QwenException">It cannot be read.</exception>
    public static async Task<PageSource> OpenAsync(
        IReadOnlyList<MediaSource>? document, PictureAsker asker, PdfOptions options, CancellationToken cancellationToken)
    {
        if (document is null or { Count: 0 })
            throw new QwenException("The document has no pages: give a PDF file, a picture, or pictures of the pages.");
        if (document.Count > 1)
            return new PageSource(asker, null, document, null);
        var loaded = await asker.LoadAsync(document[0], cancellationToken).ConfigureAwait(false);
        return PdfFile.IsPdf(loaded.File.Span)
            ? new PageSource(asker, await PdfFile.OpenAsync(loaded.File, options, cancellationToken).ConfigureAwait(false), document, null)
            : new PageSource(asker, null, document, loaded);
    }

    /// <summary>The picture of a page.</summary>
    /// <param name="page">Its number, from 1.</param>
    /// <param name="cancellationToken">Stops the rendering.</param>
    public async Task<LoadedPicture> ReadAsync(int page, CancellationToken cancellationToken)
    {
        if (pdf is not null)
            return new LoadedPicture(await pdf.RenderAsync(page, cancellationToken).ConfigureAwait(false), null);
        var picture = only ?? await asker.LoadAsync(pictures[page - 1], cancellationToken).ConfigureAwait(false);
        return PdfFile.IsPdf(picture.File.Span)
            ? throw new QwenException($"Page {page} of the list is a PDF file: give a PDF file by itself, and in a list pictures only.")
            : picture;
    }

    /// <summary>Removes what was laid down for a PDF file.</summary>
    public void Dispose() => pdf?.Dispose();
}
