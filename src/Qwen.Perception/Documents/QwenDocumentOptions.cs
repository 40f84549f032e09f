using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Perception;

/// <summary>How <see cref="DocumentsTasks"/> asks and what a document may cost.</summary>
public sealed record QwenDocumentOptions
{
    /// <summary>Sizes, limits and allowed folders for pages, with 8192 tokens for the answer; small print needs a larger
    /// <see cref="QwenPictureOptions.MaxPixels"/>.</summary>
    public QwenPictureOptions Pictures { get; init; } = new() { MaxOutputTokens = 8192 };

    /// <summary>How PDF files are read.</summary>
    public PdfOptions Pdf { get; init; } = new();

    /// <summary>
    /// The <see cref="QwenProfile"/> by which pages are asked for, by its name or as the path of a <c>.json</c> file; null for the local
    /// model's own. Set it for a page model behind a server.
    /// </summary>
    public string? Profile { get; init; }

    /// <summary>
    /// Most pages in one call. Null for 100 where all pages are given at the end, as tools do, and for any number where each is given as
    /// it comes, by <c>StreamPagesAsync</c>.
    /// </summary>
    public int? MaxPages { get; init; }

    /// <summary>Pages that are asked about at the same time. Null for four where the model is local and runs requests together
    /// (<see cref="VisionLanguage.QwenModel.SharesPasses"/>), which takes half the time and less, and for one elsewhere.</summary>
    public int? PagesAtOnce { get; init; }
}
