using Qwen.Extensions.AI.Media;
using Qwen.Perception.Pictures;
using Qwen.Shared.Pdf;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Documents;

/// <summary>The pages of what a caller hands over: a PDF or TIFF file, one picture, or a list of pictures.</summary>
internal sealed class PageSource : IDisposable
{
    private readonly PictureAsker asker;
    private readonly PageFile? file;
    private readonly IReadOnlyList<MediaSource> pictures;
    private readonly LoadedPicture? only;

    private PageSource(PictureAsker asker, PageFile? file, IReadOnlyList<MediaSource> pictures, LoadedPicture? only)
    {
        this.asker = asker;
        this.file = file;
        this.pictures = pictures;
        this.only = only;
    }

    /// <summary>Number of pages.</summary>
    public int Count => file?.PageCount ?? pictures.Count;

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
        if (loaded.Pixels is not null)
            return new PageSource(asker, null, document, loaded);
        var file = await PageFile.OpenAsync(loaded.File, options, asker.Options.Limits, cancellationToken).ConfigureAwait(false);
        return new PageSource(asker, file, document, null);
    }

    /// <summary>The picture of a page.</summary>
    /// <param name="page">Its number, from 1.</param>
    /// <param name="cancellationToken">Stops the rendering.</param>
    public async Task<LoadedPicture> ReadAsync(int page, CancellationToken cancellationToken)
    {
        if (file is not null)
            return await file.LoadAsync(page, cancellationToken).ConfigureAwait(false);
        var picture = only ?? await asker.LoadAsync(pictures[page - 1], cancellationToken).ConfigureAwait(false);
        if (PdfFile.IsPdf(picture.File.Span))
            throw new QwenException($"Page {page} of the list is a PDF file: give a PDF file by itself, and in a list pictures only.");
        return picture.Pixels is null && ImageDecoder.CountPages(picture.File) is var count and > 1
            ? throw new QwenException($"Page {page} of the list is a TIFF file of {count} pages: give it by itself.")
            : picture;
    }

    /// <summary>Removes what was laid down for a PDF file.</summary>
    public void Dispose() => file?.Dispose();
}
