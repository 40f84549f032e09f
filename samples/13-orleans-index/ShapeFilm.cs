using System.Diagnostics;
using SkiaSharp;

namespace Qwen.Samples;

/// <summary>A film of one shape after the other, drawn on the fly.</summary>
internal static class ShapeFilm
{
    /// <summary>Seconds that each shape stands.</summary>
    public const int SecondsOfScene = 3;

    private const int Edge = 112;

    private static readonly (string Path, SKColor Colour)[] Scenes =
    [
        ("M56 22 A34 34 0 1 1 55.9 22 Z", new SKColor(215, 35, 35)), // red circle
        ("M26 26 H86 V86 H26 Z", new SKColor(40, 80, 210)), // blue square
        ("M56 20 L92 88 H20 Z", new SKColor(35, 150, 60)), // green triangle
        ("M56 14 L66 44 H98 L72 62 L82 94 L56 74 L30 94 L40 62 L14 44 H46 Z", new SKColor(240, 200, 30)), // yellow star
        ("M56 22 A34 34 0 1 1 55.9 22 Z", new SKColor(215, 35, 35)), // red circle
        ("M26 26 H86 V86 H26 Z", new SKColor(35, 150, 60)), // green square
    ];

    /// <summary>Writes the film and gives its path.</summary>
    public static string Draw(string folder)
    {
        for (var scene = 0; scene < Scenes.Length; scene++)
        {
            using var bitmap = new SKBitmap(Edge, Edge);
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(new SKColor(235, 235, 235));
            using var paint = new SKPaint { Color = Scenes[scene].Colour, IsAntialias = true };
            using var shape = SKPath.ParseSvgPathData(Scenes[scene].Path);
            canvas.DrawPath(shape, paint);
            using var file = File.Create(Path.Combine(folder, $"scene-{scene}.png"));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }

        var film = Path.Combine(folder, "film.mkv");
        string[] arguments =
            [
                "-v", "error", "-y", "-framerate", $"1/{SecondsOfScene}", "-i", Path.Combine(folder, "scene-%d.png"), "-r", "4", "-c:v",
                "ffv1", film
            ];
        using var ffmpeg = Process.Start("ffmpeg", arguments);
        ffmpeg.WaitForExit();
        return film;
    }
}
