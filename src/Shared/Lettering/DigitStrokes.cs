using SkiaSharp;

namespace Qwen.Shared.Lettering;

/// <summary>
/// Digits and the marks of a time drawn with straight strokes, as on a pocket calculator: for machines without any font, as small
/// containers are.
/// </summary>
internal static class DigitStrokes
{
    private const float Advance = 0.6f;

    // which of the seven strokes a digit has: top, upper right, lower right, bottom, lower left, upper left, middle
    private static readonly byte[] Strokes =
        [0b0111111, 0b0000110, 0b1011011, 0b1001111, 0b1100110, 0b1101101, 0b1111101, 0b0000111, 0b1111111, 0b1101111];

    public static bool Has(int letter) => letter is >= '0' and <= '9' or ' ' or '-' or '–' or '.' or ':' or ',';

    public static float Width(string text, float size) => text.Length * Advance * size;

    public static void Draw(SKCanvas canvas, string text, float left, float baseline, float size, SKColor colour)
    {
        using var paint = new SKPaint
        {
            Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = size * 0.1f, StrokeCap = SKStrokeCap.Round,
        };
        foreach (var letter in text)
        {
            Draw(canvas, letter, SKRect.Create(left + 0.1f * size, baseline - 0.7f * size, 0.38f * size, 0.65f * size), paint);
            left += Advance * size;
        }
    }

    private static void Draw(SKCanvas canvas, char letter, SKRect box, SKPaint paint)
    {
        var (middleX, middleY) = (box.MidX, box.MidY);
        if (letter is '-' or '–')
            canvas.DrawLine(box.Left, middleY, box.Right, middleY, paint);
        else if (letter is '.' or ',' or ':')
        {
            canvas.DrawPoint(middleX, box.Bottom, paint);
            if (letter == ':')
                canvas.DrawPoint(middleX, middleY, paint);
        }
        else if (letter is >= '0' and <= '9')
        {
            (float X1, float Y1, float X2, float Y2)[] places =
            [
                (box.Left, box.Top, box.Right, box.Top), (box.Right, box.Top, box.Right, middleY),
                (box.Right, middleY, box.Right, box.Bottom), (box.Left, box.Bottom, box.Right, box.Bottom),
                (box.Left, middleY, box.Left, box.Bottom), (box.Left, box.Top, box.Left, middleY),
                (box.Left, middleY, box.Right, middleY),
            ];
            for (var i = 0; i < places.Length; i++)
            {
                if ((Strokes[letter - '0'] >> i & 1) == 1)
                    canvas.DrawLine(places[i].X1, places[i].Y1, places[i].X2, places[i].Y2, paint);
            }
        }
    }
}
