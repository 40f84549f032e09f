using System.Diagnostics;
using SkiaSharp;

namespace Qwen.Samples;

/// <summary>
/// Two minutes of a still room with a sign at the bottom, drawn here; two things come and go, and the sign changes with them.
/// </summary>
internal static class StationFilm
{
    public const int SignHeight = 28;
    private const int Edge = 224, Seconds = 120;

    public static async Task WriteAsync(string path)
    {
        string[] arguments =
        [
            "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", $"{Edge}x{Edge}", "-r", "1", "-i", "pipe:0",
            "-c:v", "libx264", "-crf", "6", "-pix_fmt", "yuv444p", path,
        ];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })!;
        using var bitmap = new SKBitmap(new SKImageInfo(Edge, Edge, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        for (var second = 0; second < Seconds; second++)
        {
            Draw(canvas, second);
            ffmpeg.StandardInput.BaseStream.Write(bitmap.GetPixelSpan());
        }

        ffmpeg.StandardInput.Close();
        await ffmpeg.WaitForExitAsync();
    }

    private static void Draw(SKCanvas canvas, int second)
    {
        canvas.Clear(new SKColor(240, 240, 240));
        using var paint = new SKPaint { IsAntialias = true };
        var sign = "Closed";
        if (second is >= 34 and < 42)
        {
            paint.Color = new SKColor(215, 40, 40);
            canvas.DrawCircle(112, 96, 58, paint);
            sign = "Gate 12";
        }
        else if (second is >= 80 and < 90)
        {
            paint.Color = new SKColor(45, 80, 215);
            canvas.DrawRect(60, 44, 104, 104, paint);
            sign = "Exit 24";
        }

        paint.Color = new SKColor(20, 20, 20);
        using var face = SKTypeface.FromFamilyName("DejaVu Sans") ?? SKTypeface.Default;
        using var font = new SKFont(face, 20);
        canvas.DrawText(sign, 8, Edge - 7, font, paint);
    }
}
