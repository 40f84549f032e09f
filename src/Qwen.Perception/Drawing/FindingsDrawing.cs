using Microsoft.Extensions.AI;
using Qwen.Perception.Drawing;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Perception;

/// <summary>Draws boxes, points and their labels on a picture.</summary>
/// <remarks>
/// Lines and letters grow with the picture. A picture whose longer side has less than 480 pixels is enlarged by a whole factor, so that
/// labels are readable. Equal labels have equal colours. Thread-safe.
/// </remarks>
public static class FindingsDrawing
{
    private const int SmallestSide = 480;

    private static readonly SKColor[] Palette =
    [
        new(230, 25, 75), new(0, 130, 200), new(60, 180, 75), new(245, 130, 48), new(145, 30, 180), new(0, 160, 160),
        new(240, 50, 230), new(128, 128, 0), new(170, 110, 40), new(0, 0, 160), new(255, 225, 25), new(128, 0, 0),
    ];

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
        var factor = Math.Max(1, (SmallestSide - 1) / Math.Max(source.Width, source.Height) + 1);
        using var bitmap = ToBitmap(source, factor);
        using var canvas = new SKCanvas(bitmap);
        boxes ??= [];
        points ??= [];
        var colours = ChooseColours(boxes.Select(box => box.Label).Concat(points.Select(point => point.Label)));
        using var pen = new FindingsPen(canvas, bitmap.Width, bitmap.Height);

        // all outlines first, so that none hides a label
        foreach (var box in boxes)
            pen.DrawBox(ToRect(box, factor), colours[box.Label]);
        foreach (var point in points)
            pen.DrawPoint(ToPoint(point, factor), colours[point.Label]);
        foreach (var box in boxes)
            pen.DrawLabel(Describe(box.Label, box.Attributes), ToRect(box, factor), colours[box.Label]);
        foreach (var point in points)
            pen.DrawLabel(Describe(point.Label, point.Attributes), pen.Around(ToPoint(point, factor)), colours[point.Label]);
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The same as content that a function can return.</summary>
    /// <inheritdoc cref="DrawPng(ReadOnlyMemory{byte}, IReadOnlyList{LocatedBox}, IReadOnlyList{LocatedPoint})"/>
    public static DataContent DrawContent(
        ReadOnlyMemory<byte> picture, IReadOnlyList<LocatedBox>? boxes = null, IReadOnlyList<LocatedPoint>? points = null) =>
        new(DrawPng(picture, boxes, points), "image/png");

    /// <summary>Colours in the order in which labels first appear, so that neighbours in a list differ.</summary>
    private static Dictionary<string, SKColor> ChooseColours(IEnumerable<string> labels)
    {
        var colours = new Dictionary<string, SKColor>();
        foreach (var label in labels)
            colours.TryAdd(label, Palette[colours.Count % Palette.Length]);
        return colours;
    }

    private static string Describe(string label, IReadOnlyDictionary<string, string> attributes) =>
        string.Join(" · ", new[] { label }.Concat(attributes.Values).Where(text => text.Length > 0));

    private static SKRect ToRect(LocatedBox box, int factor) => new(box.X1 * factor, box.Y1 * factor, box.X2 * factor, box.Y2 * factor);

    private static SKPoint ToPoint(LocatedPoint point, int factor) => new((point.X + 0.5f) * factor, (point.Y + 0.5f) * factor);

    // [h, w, RGB] → [h·factor, w·factor, RGBA], every pixel a square
    private static unsafe SKBitmap ToBitmap(RgbImage source, int factor)
    {
        var bitmap = new SKBitmap(new SKImageInfo(source.Width * factor, source.Height * factor, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = new Span<byte>((void*)bitmap.GetPixels(), bitmap.ByteCount);
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
            {
                var at = (y * bitmap.Width + x) * 4;
                source.Pixels.AsSpan((y / factor * source.Width + x / factor) * 3, 3).CopyTo(target[at..]);
                target[at + 3] = byte.MaxValue;
            }
        }

        return bitmap;
    }
}
