using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace Qwen.VisionLanguage.Images;

/// <summary>Decodes pages of TIFF files through LibTiff, after their directories were read and found to be within the limits.</summary>
internal static class TiffPicture
{
    /// <summary>Decodes one page.</summary>
    /// <inheritdoc cref="ImageDecoder.DecodePage"/>
    public static RgbImage Decode(ReadOnlyMemory<byte> file, int page, ImageLimits limits, CancellationToken cancellationToken)
    {
        var pages = TiffStructure.FindPages(file.Span);
        if (page > pages.Count)
            throw new QwenException($"There is no page {page}: the TIFF picture has {pages.Count}.");
        var found = TiffStructure.ReadPage(file.Span, pages[page - 1]);
        var size = found.Picture.Size!.Value;
        ImageDecoder.CheckSize(found.Picture, size, "TIFF", limits);
        var raster = new int[size.Area]; // red, green, blue and opacity, red in the lowest byte; [h, w]
        var messages = TiffMessages.Begin();
        try
        {
            using var tiff = Tiff.ClientOpen("picture", "rh", new object(), new TiffMemory(file, cancellationToken));
            if (tiff is null || !tiff.SetSubDirectory(found.Offset))
                throw Damaged(size, messages);

            // opacity is applied here, so that the colours are still there where it says nothing
            if (found.Alpha is not null)
                tiff.SetField(TiffTag.EXTRASAMPLES, 1, new[] { (short)ExtraSample.ASSOCALPHA });
            if (!tiff.RGBAImageOK(out var reason))
                throw new QwenException(
                    $"The TIFF picture of {size} pixels is of a kind that is not read here ({reason.TrimEnd('.')}). Convert it to PNG.");

            // rows as they are stored: turning them is done here, too
            var stored = tiff.GetFieldDefaulted(TiffTag.ORIENTATION) is { Length: > 0 } way
                ? (Orientation)way[0].ToShort()
                : Orientation.TOPLEFT;
            if (!tiff.ReadRGBAImageOriented(size.Width, size.Height, raster, stored, stopOnError: true))
                throw Damaged(size, messages);
        }
        catch (Exception error) when (error is not (QwenException or OperationCanceledException or OutOfMemoryException))
        {
            // a crafted file leads the decoder astray: it is managed code, and ends in an exception
            throw new QwenException($"The TIFF picture of {size} pixels is damaged. Get the file again or convert it to PNG.", error);
        }
        finally
        {
            TiffMessages.End();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return ToUprightRgb(MemoryMarshal.Cast<int, uint>(raster), PixelWalk.For(size, found.Picture.Orientation), size, found.Alpha);
    }

    private static RgbImage ToUprightRgb(ReadOnlySpan<uint> raster, PixelWalk walk, PixelSize stored, TiffAlpha? alpha)
    {
        if (alpha is null or TiffAlpha.Unspecified || Transparency.IsUnused(raster, mayBeEmpty: true))
            alpha = null;
        var pixels = new byte[stored.Area * 3];
        for (var y = 0; y < stored.Height; y++)
        {
            var at = (walk.Origin + y * walk.StepY) * 3;
            foreach (var pixel in raster.Slice(y * stored.Width, stored.Width))
            {
                var opacity = (byte)(pixel >> 24);
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = (byte)(pixel >> (8 * channel));
                    pixels[at + channel] = alpha switch
                    {
                        TiffAlpha.Unassociated => Transparency.OnWhite(value, opacity),
                        TiffAlpha.Associated => (byte)Math.Min(255, value + 255 - opacity),
                        _ => value,
                    };
                }

                at += walk.StepX * 3;
            }
        }

        return new RgbImage(walk.Size.Width, walk.Size.Height, pixels);
    }

    private static QwenException Damaged(PixelSize size, List<string> messages) =>
        new(messages.Count == 0
            ? $"The TIFF picture of {size} pixels is damaged or cut off. Get the file again."
            : $"The TIFF picture of {size} pixels is damaged or cut off ({messages[0].TrimEnd('.')}). Get the file again.");
}
