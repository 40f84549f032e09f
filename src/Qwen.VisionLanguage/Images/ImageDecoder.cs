using System.Runtime.InteropServices;
using Qwen.Shared.Natives;
using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>Decodes PNG, JPEG, WebP, GIF, BMP and TIFF files to upright 8-bit RGB.</summary>
/// <remarks>
/// The kind is told by the content. EXIF orientation is applied; transparency of every kind goes on white, unless nothing of the picture
/// would be left: then a program wrote no transparency where the format has room for it, and the colours are what is meant. 16-bit samples
/// keep their high byte; embedded colour profiles are ignored; of an animation the first frame is taken. Thread-safe.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Decodes one picture.</summary>
    /// <param name="file">The whole file; only read during the call.</param>
    /// <param name="limits">What the file may cost; null for <see cref="ImageLimits.Default"/>.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="QwenException">The data is empty, no picture, of a kind that is not read, too big, damaged or cut off.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> file, ImageLimits? limits = null, CancellationToken cancellationToken = default) =>
        DecodePage(file, 1, limits, cancellationToken);

    /// <summary>How many pages a file has: those of a TIFF file without its thumbnails and masks, one of any other.</summary>
    /// <param name="file">The whole file; only read during the call. What is no picture counts as one, and is told when it is
    /// decoded.</param>
    /// <exception cref="QwenException">It is a TIFF file whose list of pages is damaged or endless.</exception>
    public static int CountPages(ReadOnlyMemory<byte> file) =>
        ContentSniffer.PictureFormat(file.Span) == "TIFF" ? TiffStructure.FindPages(file.Span).Count : 1;

    /// <summary>Decodes one page of a file.</summary>
    /// <param name="file">The whole file; only read during the call.</param>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="limits">What the file may cost; null for <see cref="ImageLimits.Default"/>.</param>
    /// <param name="cancellationToken">Ends the decoding.</param>
    /// <exception cref="QwenException">The picture cannot be decoded, or there is no such page.</exception>
    public static RgbImage DecodePage(
        ReadOnlyMemory<byte> file, int page, ImageLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        PictureLibrary.Require();
        limits ??= ImageLimits.Default;
        cancellationToken.ThrowIfCancellationRequested();
        if (file.IsEmpty)
            throw new QwenException("The picture is empty: 0 bytes. Give the content of a picture file.");
        if (file.Length > limits.MaxBytes)
            throw new QwenException(
                $"The picture has {file.Length} bytes, more than the limit of {limits.MaxBytes}: "
                + "make it smaller or raise ImageLimits.MaxBytes.");
        var format = ContentSniffer.PictureFormat(file.Span)
            ?? throw new QwenException(
                $"The data looks like {ContentSniffer.Describe(file.Span)}, which is no picture that can be read here. " +
                "Convert it to PNG, JPEG, WebP, GIF, BMP or TIFF.");

        if (format == "TIFF")
            return TiffPicture.Decode(file, page, limits, cancellationToken);
        if (page > 1)
            throw new QwenException($"There is no page {page}: a {format} picture is one page.");
        var picture = EncodedPicture.Read(format, file);
        if (picture?.Size is { } claimed)
            CheckSize(picture, claimed, format, limits);
        using var stream = new PictureStream(picture?.Parts ?? [], cancellationToken);
        using var codec = picture is null ? null : SKCodec.Create(stream);
        cancellationToken.ThrowIfCancellationRequested();
        if (codec is null)
            throw new QwenException($"The {format} picture's header is damaged or cut off: {file.Length} bytes. Get the file again.");
        return Decode(codec, picture!, format, limits, cancellationToken);
    }

    /// <summary>
    /// Has Skia look through the system's fonts, which it does when any of its types is used first, before somebody waits for a picture.
    /// </summary>
    internal static void Prepare()
    {
        try
        {
            PictureLibrary.Require();
        }
        catch (QwenException)
        {
            // without Skia text is answered still, and the first picture says what is missing
        }
    }

    private static RgbImage Decode(
        SKCodec codec, EncodedPicture picture, string format, ImageLimits limits, CancellationToken cancellationToken)
    {
        var stored = new PixelSize(codec.Info.Width, codec.Info.Height);
        CheckSize(picture, stored, format, limits);
        if (picture.Size is { } claimed && claimed != stored)
            throw new QwenException(
                $"The {format} picture's header is damaged: it states two sizes, {claimed} and {stored}. Get the file again.");

        // no colour space: samples as stored. unpremultiplied: the blend with white needs the colours as they were
        var info = new SKImageInfo(stored.Width, stored.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info))
            throw new QwenException($"There is not enough memory for a picture of {stored} pixels. Shrink it.");
        var result = codec.GetPixels(info, bitmap.GetPixels());
        cancellationToken.ThrowIfCancellationRequested();
        if (result == SKCodecResult.IncompleteInput)
            throw new QwenException(
                $"The {format} picture of {stored} pixels is cut off: its data ends before its last row. Get the whole file.");
        if (result != SKCodecResult.Success)
            throw new QwenException(
                $"The {format} picture of {stored} pixels is damaged ({result}). Get the file again or convert it to PNG.");

        return ToUprightRgb(bitmap, PixelWalk.For(stored, picture.Orientation), format == "BMP");
    }

    /// <summary>Refuses a size that is beyond the limits.</summary>
    internal static void CheckSize(EncodedPicture picture, PixelSize size, string format, ImageLimits limits)
    {
        if (size.Area > Math.Min(limits.MaxPixels, Array.MaxLength / 3))
            throw new QwenException(
                $"The {format} picture claims {size} pixels, more than the limit of {limits.MaxPixels}: "
                + "shrink it or raise ImageLimits.MaxPixels.");
        if (picture.MemoryBytes(size) > limits.MaxMemory)
            throw new QwenException(
                $"Decoding the {format} picture of {size} pixels takes {picture.MemoryBytes(size)} bytes of memory, more than the limit of "
                    + $"{limits.MaxMemory}: shrink it, save it as a plain JPEG or PNG, or raise ImageLimits.MaxMemory.");
        if (picture.Passes > ImageLimits.FreePasses && picture.Passes * size.Area > limits.MaxPixels)
            throw new QwenException(
                $"The {format} picture of {size} pixels comes in {picture.Passes} scans, which is more than a picture needs: "
                + "save it again.");
    }

    /// <summary>[h, w, RGBA] as stored → [h, w, RGB] upright and on white.</summary>
    private static unsafe RgbImage ToUprightRgb(SKBitmap bitmap, PixelWalk walk, bool isBmp)
    {
        var all = new ReadOnlySpan<byte>((byte*)bitmap.GetPixels(), bitmap.RowBytes * bitmap.Height);
        var isOpaque = Transparency.IsUnused(MemoryMarshal.Cast<byte, uint>(all), mayBeEmpty: !isBmp);
        var pixels = new byte[walk.Size.Width * walk.Size.Height * 3];
        for (var y = 0; y < bitmap.Height; y++)
        {
            var row = new ReadOnlySpan<byte>((byte*)bitmap.GetPixels() + (long)y * bitmap.RowBytes, bitmap.Width * 4);
            var at = (walk.Origin + y * walk.StepY) * 3;
            for (var x = 0; x < row.Length; x += 4, at += walk.StepX * 3)
            {
                var alpha = isOpaque ? (byte)255 : row[x + 3];
                pixels[at] = Transparency.OnWhite(row[x], alpha);
                pixels[at + 1] = Transparency.OnWhite(row[x + 1], alpha);
                pixels[at + 2] = Transparency.OnWhite(row[x + 2], alpha);
            }
        }

        return new RgbImage(walk.Size.Width, walk.Size.Height, pixels);
    }
}
