using Qwen.Extensions.AI.Media;
using Qwen.Perception.Documents;
using Qwen.Perception.Pictures;
using Qwen.Shared.Pdf;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception;

/// <summary>
/// A document whose pages are read one after the other as pictures: a PDF file, a TIFF file of several pages, or a picture, which is its
/// only page. No more than one page is in memory besides the file.
/// </summary>
/// <remarks>Of a PDF the file lies in a private temporary folder until this object is disposed. Pages may be read concurrently.</remarks>
public sealed class PageFile : IDisposable
{
    private readonly ReadOnlyMemory<byte> file;
    private readonly PdfFile? pdf;
    private readonly ImageLimits limits;

    private PageFile(ReadOnlyMemory<byte> file, PdfFile? pdf, int pageCount, ImageLimits limits)
    {
        this.file = file;
        this.pdf = pdf;
        this.limits = limits;
        PageCount = pageCount;
    }

    /// <summary>Number of pages, at least 1.</summary>
    public int PageCount { get; }

    /// <summary>Opens a document.</summary>
    /// <param name="file">The whole file; read until this object is disposed.</param>
    /// <param name="options">Resolution of PDF pages and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the program that looks at a PDF file.</param>
    /// <exception cref="QwenException">It is too big, damaged or protected, or poppler is missing. What is no picture is told when its
    /// page is decoded.</exception>
    public static Task<PageFile> OpenAsync(
        ReadOnlyMemory<byte> file, PdfOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(file, options ?? new PdfOptions(), ImageLimits.Default, cancellationToken);

    /// <summary>What is wrong with a list of pages, whichever document it is for; null where nothing is.</summary>
    /// <param name="pages">The list, as <see cref="Choose"/> takes it.</param>
    public static string? FindMistake(string pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        return PageNumbers.FindMistake(pages);
    }

    /// <summary>The pages that are wanted, ascending, each once.</summary>
    /// <param name="pages">Which, such as "1-3, 7"; null for all.</param>
    /// <param name="maxPages">Most pages that are taken; null for any number.</param>
    /// <exception cref="QwenException">It names no pages, pages that are not there, or too many.</exception>
    public IEnumerable<int> Choose(string? pages, int? maxPages = null) => PageNumbers.Parse(pages, PageCount, maxPages);

    /// <summary>Reads one page.</summary>
    /// <param name="page">Its number, from 1.</param>
    /// <param name="cancellationToken">Ends the renderer.</param>
    /// <returns>A picture file: of a picture the file itself, else a PNG.</returns>
    /// <exception cref="QwenException">There is no such page, or it is damaged.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(int page, CancellationToken cancellationToken = default)
    {
        var loaded = await LoadAsync(page, cancellationToken).ConfigureAwait(false);
        return loaded.Pixels is { } pixels ? ImageEncoder.EncodePng(pixels) : loaded.File;
    }

    /// <summary>Removes what was laid down for a PDF file.</summary>
    public void Dispose() => pdf?.Dispose();

    internal static async Task<PageFile> OpenAsync(
        ReadOnlyMemory<byte> file, PdfOptions options, ImageLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (PdfFile.IsPdf(file.Span))
        {
            var pdf = await PdfFile.OpenAsync(file, options, cancellationToken).ConfigureAwait(false);
            return new PageFile(file, pdf, pdf.PageCount, limits);
        }

        var count = ImageDecoder.CountPages(file);

        // as a document it may be as long as a PDF file
        return new PageFile(
            file, null, count, count > 1 ? limits with { MaxBytes = Math.Max(limits.MaxBytes, options.MaxBytes) } : limits);
    }

    internal async Task<LoadedPicture> LoadAsync(int page, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        if (page > PageCount)
            throw new QwenException($"There is no page {page}: the document has {PageCount}.");
        if (pdf is not null)
            return new LoadedPicture(await pdf.RenderAsync(page, cancellationToken).ConfigureAwait(false), null);
        return PageCount == 1
            ? new LoadedPicture(file, null)
            : new LoadedPicture(default, ImageDecoder.DecodePage(file, page, limits, cancellationToken));
    }
}
