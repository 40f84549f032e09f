using Qwen.Shared.Natives;
using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>Makes picture files of pixels. Thread-safe.</summary>
public static class ImageEncoder
{
    /// <summary>A picture as PNG file.</summary>
    /// <exception cref="QwenException">Skia's native library is missing.</exception>
    public static byte[] EncodePng(RgbImage picture) => Encode(picture, SKEncodedImageFormat.Png, 100);

    /// <summary>A picture as JPEG file.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">From 0, the smallest file, to 100, the best picture.</param>
    /// <exception cref="QwenException">Skia's native library is missing.</exception>
    public static byte[] EncodeJpeg(RgbImage picture, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(picture, SKEncodedImageFormat.Jpeg, quality);
    }

    private static unsafe byte[] Encode(RgbImage picture, SKEncodedImageFormat format, int quality)
    {
        ArgumentNullException.ThrowIfNull(picture);
        PictureLibrary.Require();
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = new Span<byte>((void*)bitmap.GetPixels(), bitmap.ByteCount);
        for (int from = 0, to = 0; from < picture.Pixels.Length; from += 3, to += 4)
        {
            picture.Pixels.AsSpan(from, 3).CopyTo(target[to..]);
            target[to + 3] = byte.MaxValue;
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
