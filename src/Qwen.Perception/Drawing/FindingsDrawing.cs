using Qwen.Perception.Drawing;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Perception;

/// <summary>Draws boxes, points and their labels on a picture.</summary>
/// <remarks>
/// Lines and letters grow with the picture. A picture whose longer side has less than 480 pixels is enlarged by a whole factor, so that
/// labels are readable. A label that names a colour has that colour, one that names several a neutral one; others have colours of their
/// own, equal ones for equal labels. Labels stand beside what they name and cover neither each other nor other findings. Where there is no
/// room for the text, or no font of the machine has its letters, a finding has a number instead, which is its place in the list (boxes
/// first, from 1), and a legend below the picture, which makes the drawing higher, says what it is. Thread-safe.
/// </remarks>
public static class FindingsDrawing
{
    private const int SmallestSide = 480;

    /// <summary>Draws on a picture.</summary>
    /// <param name="picture">The picture file; not changed.</param>
    /// <param name="boxes">Boxes in its pixels; null for none.</param>
    /// <param name="points">Points in its pixels; null for none.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="VisionLanguage.QwenException">The file is no picture that can be read.</exception>
    public static byte[] DrawPng(
        ReadOnlyMemory<byte> picture, IReadOnlyList<LocatedBox>? boxes = null, IReadOnlyList<LocatedPoint>? points = null) =>
        DrawPng(ImageDecoder.Decode(picture), boxes, points);

    /// <summary>Draws on a decoded picture.</summary>
    /// <inheritdoc cref="DrawPng(ReadOnlyMemory{byte}, IReadOnlyList{LocatedBox}, IReadOnlyList{LocatedPoint})"/>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="boxes">Boxes in its pixels; null for none.</param>
    /// <param name="points">Points in its pixels; null for none.</param>
    internal static byte[] DrawPng(RgbImage source, IReadOnlyList<LocatedBox>? boxes = null, IReadOnlyList<LocatedPoint>? points = null)
    {
        PictureLibrary.Require();
        var factor = Math.Max(1, (SmallestSide - 1) / Math.Max(source.Width, source.Height) + 1);
        var plan = FindingsPlan.Create(source.Width * factor, source.Height * factor, factor, boxes ?? [], points ?? []);
        using var bitmap = ToBitmap(source, factor, plan.Legend.Height);
        using var canvas = new SKCanvas(bitmap);
        using var pen = new FindingsPen(canvas, plan);
        pen.Draw();
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    // [h, w, RGB] → [h·factor + below, w·factor, RGBA], every pixel a square
    private static unsafe SKBitmap ToBitmap(RgbImage source, int factor, int below)
    {
        var (width, height) = (source.Width * factor, source.Height * factor);
        var bitmap = new SKBitmap(new SKImageInfo(width, height + below, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = new Span<byte>((void*)bitmap.GetPixels(), bitmap.ByteCount);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y * width + x) * 4;
                source.Pixels.AsSpan((y / factor * source.Width + x / factor) * 3, 3).CopyTo(target[at..]);
                target[at + 3] = byte.MaxValue;
            }
        }

        return bitmap;
    }
}
