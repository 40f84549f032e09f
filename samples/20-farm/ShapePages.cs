using SkiaSharp;

namespace Qwen.Samples;

/// <summary>Pages with one shape each, drawn on the fly.</summary>
internal static class ShapePages
{
    private const int Edge = 112;

    private static readonly (string Path, SKColor Colour)[] Shapes =
    [
        ("M56 22 A34 34 0 1 1 55.9 22 Z", new SKColor(215, 35, 35)), // red circle
        ("M26 26 H86 V86 H26 Z", new SKColor(40, 80, 210)), // blue square
        ("M56 20 L92 88 H20 Z", new SKColor(35, 150, 60)), // green triangle
        ("M56 14 L66 44 H98 L72 62 L82 94 L56 74 L30 94 L40 62 L14 44 H46 Z", new SKColor(240, 200, 30)), // yellow star
    ];

    /// <summary>Writes pages into a folder.</summary>
    public static void Draw(string folder, int count)
    {
        for (var page = 0; page < count; page++)
        {
            using var bitmap = new SKBitmap(Edge, Edge);
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(new SKColor(235, 235, 235));
            using var paint = new SKPaint { Color = Shapes[page % Shapes.Length].Colour, IsAntialias = true };
            using var shape = SKPath.ParseSvgPathData(Shapes[page % Shapes.Length].Path);
            canvas.Translate(0, page % 7); // no two files are the same
            canvas.DrawPath(shape, paint);
            using var file = File.Create(Path.Combine(folder, $"page-{page:000}.png"));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }
}
