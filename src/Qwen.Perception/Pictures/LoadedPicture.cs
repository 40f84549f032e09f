using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Pictures;

/// <summary>A picture in memory: a file, or pixels that an application decoded.</summary>
/// <param name="File">The file; empty where there are pixels.</param>
/// <param name="Pixels">The pixels; null where there is a file.</param>
internal readonly record struct LoadedPicture(ReadOnlyMemory<byte> File, RgbImage? Pixels)
{
    /// <summary>The picture, upright, at its own size.</summary>
    /// <exception cref="QwenException">The file is no picture, or beyond the limits.</exception>
    public RgbImage Decode(ImageLimits limits, CancellationToken cancellationToken) =>
        Pixels ?? (PdfPages.IsPdf(File.Span) ? throw IsPdf() : ImageDecoder.Decode(File, limits, cancellationToken));

    /// <summary>What is to be known of a file that holds more than the picture that is seen; null where it does not.</summary>
    public string? Note => Pixels is null && ImageDecoder.CountPages(File) is var count and > 1
        ? $"The TIFF file has {count} pages, and the first one was looked at."
        : null;

    private static QwenException IsPdf() => new(
        "This is a PDF file, which may have many pages, and one picture is asked for. Have its text read by parse_document or "
        + "read_document, or give its pages as pictures: PageFile reads them.");
}
