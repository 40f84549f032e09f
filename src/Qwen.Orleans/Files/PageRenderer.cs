using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Files;

/// <summary>Makes pictures of pages of documents.</summary>
internal static class PageRenderer
{
    /// <summary>The part of a file that an item means: the page as a picture, or the file itself.</summary>
    /// <exception cref="QwenException">There is no such page, or it cannot be rendered.</exception>
    public static async Task<FarmFile> RenderAsync(FarmFile file, JobItem item, CancellationToken cancellationToken)
    {
        if (!PdfPages.IsPdf(file.Bytes.Span))
        {
            return item.Page is null or 1
                ? file
                : throw new QwenException($"'{item.File}' is one picture: there is no page {item.Page}.");
        }

        var number = item.Page ?? 1;
        return file with { Bytes = await PdfPages.RenderPageAsync(file.Bytes, number, null, cancellationToken).ConfigureAwait(false) };
    }
}
