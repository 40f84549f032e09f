using SkiaSharp;

namespace Qwen.DemoModel.Drawing;

/// <summary>Outlines of the shapes and icons.</summary>
internal static class Shapes
{
    /// <summary>Draws a filled shape.</summary>
    public static void Draw(SKCanvas sheet, SKPaint paint, string shape, SKPoint centre, float radius)
    {
        if (shape == "circle")
        {
            sheet.DrawCircle(centre, radius, paint);
            return;
        }

        (float X, float Y)[] outline = shape switch
        {
            "square" => [(-0.88f, -0.88f), (0.88f, -0.88f), (0.88f, 0.88f), (-0.88f, 0.88f)],
            "diamond" => [(0, -1), (0.72f, 0), (0, 1), (-0.72f, 0)],
            "triangle" => [.. Enumerable.Range(0, 3).Select(k => Turned(k / 3.0, 1))],
            "star" => [.. Enumerable.Range(0, 10).Select(k => Turned(k / 10.0, k % 2 == 0 ? 1 : 0.42))],
            _ =>
            [
                (-0.34f, -1), (0.34f, -1), (0.34f, -0.34f), (1, -0.34f), (1, 0.34f), (0.34f, 0.34f),
                (0.34f, 1), (-0.34f, 1), (-0.34f, 0.34f), (-1, 0.34f), (-1, -0.34f), (-0.34f, -0.34f),
            ],
        };
        Fill(sheet, paint, outline, centre, radius);
    }

    /// <summary>Draws an icon in lines and areas.</summary>
    public static void DrawIcon(SKCanvas sheet, SKPaint area, string icon, SKPoint centre, float radius)
    {
        using var line = area.Clone();
        line.Style = SKPaintStyle.Stroke;
        line.StrokeWidth = Math.Max(1.2f, radius * 0.28f);
        switch (icon)
        {
            case "search":
                sheet.DrawCircle(At(-0.28f, -0.28f), radius * 0.6f, line);
                Lines((0.2f, 0.2f), (0.95f, 0.95f));
                break;
            case "menu":
                Lines((-0.9f, -0.65f), (0.9f, -0.65f));
                Lines((-0.9f, 0), (0.9f, 0));
                Lines((-0.9f, 0.65f), (0.9f, 0.65f));
                break;
            case "back":
                Lines((0.35f, -0.85f), (-0.5f, 0), (0.35f, 0.85f));
                break;
            case "close":
                Lines((-0.75f, -0.75f), (0.75f, 0.75f));
                Lines((-0.75f, 0.75f), (0.75f, -0.75f));
                break;
            case "add":
                Lines((-0.9f, 0), (0.9f, 0));
                Lines((0, -0.9f), (0, 0.9f));
                break;
            case "home":
                Fill(sheet, area, [(-1, 0), (0, -0.95f), (1, 0)], centre, radius);
                Fill(sheet, area, [(-0.68f, 0), (0.68f, 0), (0.68f, 0.9f), (-0.68f, 0.9f)], centre, radius);
                break;
            case "heart":
                sheet.DrawCircle(At(-0.44f, -0.33f), radius * 0.52f, area);
                sheet.DrawCircle(At(0.44f, -0.33f), radius * 0.52f, area);
                Fill(sheet, area, [(-0.9f, 0), (0.9f, 0), (0, 1)], centre, radius);
                break;
            case "play":
                Fill(sheet, area, [(-0.65f, -0.9f), (0.95f, 0), (-0.65f, 0.9f)], centre, radius);
                break;
            case "mail":
                Lines((-0.95f, -0.65f), (0.95f, -0.65f), (0.95f, 0.65f), (-0.95f, 0.65f), (-0.95f, -0.65f));
                Lines((-0.95f, -0.6f), (0, 0.15f), (0.95f, -0.6f));
                break;
            default:
                Draw(sheet, area, "star", centre, radius * 1.05f);
                break;
        }

        SKPoint At(float x, float y) => new(centre.X + x * radius, centre.Y + y * radius);

        void Lines(params ReadOnlySpan<(float X, float Y)> points)
        {
            for (var i = 1; i < points.Length; i++)
                sheet.DrawLine(At(points[i - 1].X, points[i - 1].Y), At(points[i].X, points[i].Y), line);
        }
    }

    private static (float X, float Y) Turned(double turn, double length)
        => ((float)(length * Math.Sin(2 * Math.PI * turn)), (float)(-length * Math.Cos(2 * Math.PI * turn)));

    private static void Fill(SKCanvas sheet, SKPaint paint, (float X, float Y)[] outline, SKPoint centre, float radius)
    {
        using var path = new SKPath();
        path.AddPoly([.. outline.Select(point => new SKPoint(centre.X + point.X * radius, centre.Y + point.Y * radius))], close: true);
        sheet.DrawPath(path, paint);
    }
}
