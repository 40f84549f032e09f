using System.Runtime.CompilerServices;
using Qwen.Shared.Pdf;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Media;

/// <summary>The pages of PDF files as pictures, for whoever asks about them in a way of their own.</summary>
public static class PdfPages
{
    /// <summary>Whether bytes are a PDF file.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> file) => PdfFile.IsPdf(file);

    /// <summary>How many pages a file has.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the program that looks.</param>
    /// <exception cref="QwenException">It is too big, damaged or protected, or poppler is missing.</exception>
    public static async Task<int> CountAsync(
        ReadOnlyMemory<byte> file, PdfOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var pdf = await PdfFile.OpenAsync(file, options ?? new PdfOptions(), cancellationToken).ConfigureAwait(false);
        return pdf.PageCount;
    }

    /// <summary>Renders one page.</summary>
    /// <param name="file">The file.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="options">Resolution and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the renderer.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="QwenException">There is no such page, the file is too big, damaged or protected, or poppler is missing.</exception>
    public static async Task<byte[]> RenderPageAsync(
        ReadOnlyMemory<byte> file, int page, PdfOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        using var pdf = await PdfFile.OpenAsync(file, options ?? new PdfOptions(), cancellationToken).ConfigureAwait(false);
        if (page > pdf.PageCount)
            throw new QwenException($"There is no page {page}: the PDF file has {pdf.PageCount}.");
        return await pdf.RenderAsync(page, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renders the pages in order.</summary>
    /// <param name="file">The file; read until the last page is rendered.</param>
    /// <param name="maxPages">Most pages it may have.</param>
    /// <param name="options">Resolution and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the renderer.</param>
    /// <returns>A PNG file for each page.</returns>
    /// <exception cref="QwenException">It is too long, too big, damaged or protected, or poppler is missing.</exception>
    public static async IAsyncEnumerable<byte[]> RenderAsync(
        ReadOnlyMemory<byte> file, int maxPages, PdfOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var pdf = await PdfFile.OpenAsync(file, options ?? new PdfOptions(), cancellationToken).ConfigureAwait(false);
        if (pdf.PageCount > maxPages)
            throw new QwenException(
                $"The PDF file has {pdf.PageCount} pages, more than the {maxPages} that are taken at once: send those that matter.");
        for (var page = 1; page <= pdf.PageCount; page++)
            yield return await pdf.RenderAsync(page, cancellationToken).ConfigureAwait(false);
    }
}
