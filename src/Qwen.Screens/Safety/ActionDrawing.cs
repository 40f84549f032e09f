using Qwen.Shared.Natives;
using SkiaSharp;

namespace Qwen.Screens.Safety;

/// <summary>Draws on a screenshot where it is touched.</summary>
internal static class ActionDrawing
{
    private static readonly SKColor Touch = new(230, 25, 75);

    /// <summary>The picture with a ring where a finger or pointer goes down, and an arrow where it moves.</summary>
    /// <param name="shot">The screenshot.</param>
    /// <param name="action">The action, in its pixels; null, or one that touches nothing, leaves the picture as it is.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(ScreenShot shot, ScreenAction? action)
    {
        ArgumentNullException.ThrowIfNull(shot);
        var points = action is null ? [] : ActionPoints.Of(action);
        PictureLibrary.Require();
        using var bitmap = points.Count == 0 ? null : SKBitmap.Decode(shot.Png.Span);
        if (bitmap is null)
            return shot.Png.ToArray();

        using var canvas = new SKCanvas(bitmap);
        var line = Math.Max(2, Math.Max(bitmap.Width, bitmap.Height) / 240f);
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round };
        var end = action is ScrollAction scroll ? new ScreenPoint(scroll.Point.X + scroll.Right, scroll.Point.Y + scroll.Down) : points[^1];

        // white below, so that the mark shows on any ground
        foreach (var (colour, width) in new[] { (SKColors.White, line * 2), (Touch, line) })
        {
            paint.Color = colour;
            paint.StrokeWidth = width;
            var from = new SKPoint(points[0].X + 0.5f, points[0].Y + 0.5f);
            canvas.DrawCircle(from, 6 * line, paint);
            if (action is DoubleTapAction or LongPressAction)
                canvas.DrawCircle(from, 9 * line, paint);
            if (end != points[0])
                DrawArrow(canvas, paint, from, new SKPoint(end.X + 0.5f, end.Y + 0.5f), 6 * line);
        }

        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void DrawArrow(SKCanvas canvas, SKPaint paint, SKPoint from, SKPoint to, float size)
    {
        canvas.DrawLine(from, to, paint);
        var angle = MathF.Atan2(to.Y - from.Y, to.X - from.X);
        foreach (var side in new[] { 0.8f, -0.8f })
        {
            var (sin, cos) = MathF.SinCos(angle + MathF.PI + side);
            canvas.DrawLine(to, new SKPoint(to.X + size * cos, to.Y + size * sin), paint);
        }
    }
}
