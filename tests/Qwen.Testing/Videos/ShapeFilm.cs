using SkiaSharp;

namespace Qwen.Testing;

/// <summary>
/// A film of what the demo model knows: coloured shapes that appear for a few seconds, one at a time, two frames a second.
/// </summary>
public static class ShapeFilm
{
    public const int Edge = 56;
    private const int FramesPerSecond = 2;
    private static readonly (string Name, SKColor Color)[] Colors = [("red", new(215, 40, 40)), ("green", new(40, 160, 60))];

    /// <summary>Something to draw.</summary>
    public sealed record Shape(string Name, double Start, double End, float X, float Y, float Radius);

    /// <summary>Shapes at random places and times.</summary>
    public static List<Shape> Plan(Random random, int seconds)
    {
        var shapes = new List<Shape>();
        for (var time = 3; time < seconds - 8; time += random.Next(3, 9))
        {
            var end = time + random.Next(2, 6);
            var name = $"{Colors[random.Next(Colors.Length)].Name} {(random.Next(2) == 0 ? "circle" : "square")}";
            shapes.Add(new Shape(name, time, end, random.Next(18, 38), random.Next(18, 38), random.Next(10, 17)));
            time = end;
        }

        return shapes;
    }

    /// <summary>Draws the film.</summary>
    public static Task WriteAsync(Film film, string name, IReadOnlyList<Shape> shapes, int seconds) => film.WriteAsync(
        name, "rgb24", Edge, Edge, [.. Enumerable.Range(0, seconds * FramesPerSecond).Select(i => (double)i / FramesPerSecond)],
        (i, pixels) =>
        {
            using var bitmap = new SKBitmap(new SKImageInfo(Edge, Edge, SKColorType.Rgba8888, SKAlphaType.Opaque));
            using (var canvas = new SKCanvas(bitmap))
            {
                canvas.Clear(new SKColor(235, 235, 235));
                var time = (double)i / FramesPerSecond;
                foreach (var shape in shapes.Where(shape => shape.Start <= time && time < shape.End))
                    Draw(canvas, shape);
            }

            for (int from = 0, to = 0; to < pixels.Length; from += 4, to += 3)
                bitmap.GetPixelSpan().Slice(from, 3).CopyTo(pixels.AsSpan(to));
        });

    private static void Draw(SKCanvas canvas, Shape shape)
    {
        var (x, y, radius) = (shape.X, shape.Y, shape.Radius);
        using var paint = new SKPaint
        {
            Color = Colors.First(c => shape.Name.StartsWith(c.Name, StringComparison.Ordinal)).Color,
            IsAntialias = true
        };
        if (shape.Name.EndsWith("circle", StringComparison.Ordinal))
            canvas.DrawCircle(x, y, radius, paint);
        else
            canvas.DrawRect(x - radius * 0.88f, y - radius * 0.88f, radius * 1.76f, radius * 1.76f, paint);
    }
}
