using System.Runtime.InteropServices;
using SkiaSharp;

namespace Qwen.DemoModel.Drawing;

/// <summary>From drawn bytes to bitmaps and files.</summary>
internal static class Bitmaps
{
    /// <summary>RGB bytes as a bitmap, several frames of equal size side by side.</summary>
    public static SKBitmap FromRgb(IReadOnlyList<byte[]> frames, int width, int height)
    {
        var strip = new SKBitmap(new SKImageInfo(width * frames.Count, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = new byte[width * frames.Count * height * 4];
        for (var frame = 0; frame < frames.Count; frame++)
        {
            for (var i = 0; i < width * height; i++)
            {
                var target = 4 * (i / width * width * frames.Count + frame * width + i % width);
                frames[frame].AsSpan(3 * i, 3).CopyTo(pixels.AsSpan(target));
                pixels[target + 3] = 255;
            }
        }

        Marshal.Copy(pixels, 0, strip.GetPixels(), pixels.Length);
        return strip;
    }

    /// <summary>As a PNG file in memory.</summary>
    public static byte[] ToPng(SKBitmap bitmap)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Writes a PNG file.</summary>
    public static void SavePng(SKBitmap bitmap, string path)
    {
        var temporary = path + ".tmp";
        File.WriteAllBytes(temporary, ToPng(bitmap));
        File.Move(temporary, path, overwrite: true);
    }
}
