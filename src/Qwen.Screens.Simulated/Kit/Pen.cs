using System.Globalization;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>Measures and draws in logical pixels with the colours and the letter size of one screen.</summary>
internal sealed class Pen(SKCanvas canvas, SKPaint paint, FontSet fonts, Theme theme, float textScale)
{
    private const float LineHeight = 1.3f;

    public SKCanvas Canvas { get; } = canvas;

    public Theme Theme { get; } = theme;

    public float GetLineHeight(float size) => MathF.Ceiling(size * textScale * LineHeight);

    public float Measure(string text, float size, bool bold = false) => fonts.Measure(text, size * textScale, bold);

    /// <summary>Breaks text between words, and words that are too long anywhere, so that no line is wider than asked.</summary>
    public IReadOnlyList<string> Wrap(string text, float size, bool bold, float width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (Measure(longer, size, bold) <= width)
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0)
                    lines.Add(line);
                line = word;
                while (Measure(line, size, bold) > width && CountFitting(line, size, bold, width) is var count && count < line.Length)
                {
                    lines.Add(line[..count]);
                    line = line[count..];
                }
            }

            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Draws one line, cut with an ellipsis where it is too wide, in the middle of the height given.</summary>
    /// <param name="text">The line.</param>
    /// <param name="room">Where.</param>
    /// <param name="size">Height of the letters before the person's own scale.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="bold">Heavy letters.</param>
    /// <param name="align">0 left, 0.5 middle, 1 right.</param>
    public void Text(string text, SKRect room, float size, SKColor colour, bool bold = false, float align = 0)
    {
        var width = Measure(text, size, bold);
        if (width > room.Width)
        {
            text = text[..CountFitting(text, size, bold, room.Width - Measure("…", size, bold))] + "…";
            width = Measure(text, size, bold);
        }

        paint.Style = SKPaintStyle.Fill;
        paint.Color = colour;
        var x = room.Left + Math.Max(0, (room.Width - width) * align);
        var y = room.MidY + size * textScale * 0.36f; // the middle of capitals
        foreach (var (part, font) in fonts.Split(text, size * textScale, bold))
        {
            Canvas.DrawText(part, x, y, font, paint);
            x += font.MeasureText(part);
        }
    }

    public void Fill(SKRect rect, SKColor colour, float radius = 0)
    {
        paint.Style = SKPaintStyle.Fill;
        paint.Color = colour;
        if (radius > 0)
            Canvas.DrawRoundRect(rect, radius, radius, paint);
        else
            Canvas.DrawRect(rect, paint);
    }

    public void Frame(SKRect rect, SKColor colour, float radius = 0, float width = 1)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = width;
        paint.Color = colour;
        rect.Inflate(-width / 2, -width / 2);
        Canvas.DrawRoundRect(rect, radius, radius, paint);
    }

    public void Circle(SKPoint centre, float radius, SKColor colour)
    {
        paint.Style = SKPaintStyle.Fill;
        paint.Color = colour;
        Canvas.DrawCircle(centre, radius, paint);
    }

    /// <summary>Fills with a colour that changes from top to bottom.</summary>
    public void Gradient(SKRect rect, SKColor top, SKColor bottom)
    {
        const float Band = 3; // narrow enough not to be seen, and much faster than a shader
        for (var y = rect.Top; y < rect.Bottom; y += Band)
        {
            var share = (y - rect.Top) / rect.Height;
            byte Mix(byte from, byte to) => (byte)(from + (to - from) * share);
            Fill(new SKRect(rect.Left, y, rect.Right, y + Band + 1), new SKColor(
                Mix(top.Red, bottom.Red), Mix(top.Green, bottom.Green), Mix(top.Blue, bottom.Blue)));
        }
    }

    /// <summary>Draws an icon of a size around a point.</summary>
    public void Draw(Icon icon, SKPoint centre, float size, SKColor colour)
    {
        paint.Style = IconPaths.IsFilled(icon) ? SKPaintStyle.Fill : SKPaintStyle.Stroke;
        paint.StrokeWidth = 2;
        paint.StrokeCap = SKStrokeCap.Round;
        paint.StrokeJoin = SKStrokeJoin.Round;
        paint.Color = colour;
        Canvas.Save();
        Canvas.Translate(centre.X - size / 2, centre.Y - size / 2);
        Canvas.Scale(size / 24);
        Canvas.DrawPath(IconPaths.Get(icon), paint);
        Canvas.Restore();
    }

    /// <summary>The arrow of a mouse with its tip at a point.</summary>
    public void Arrow(SKPoint tip)
    {
        using var path = SKPath.ParseSvgPathData("M0 0L0 17L4 13L7 19.5L10 18L7 12L12.5 12Z");
        path.Transform(SKMatrix.CreateTranslation(tip.X, tip.Y));
        paint.Style = SKPaintStyle.Fill;
        paint.Color = SKColors.Black;
        Canvas.DrawPath(path, paint);
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = 1.2f;
        paint.Color = SKColors.White;
        Canvas.DrawPath(path, paint);
    }

    /// <summary>The longest end of a line that fits.</summary>
    public string KeepEnd(string text, float size, float width)
    {
        if (Measure(text, size) <= width)
            return text;
        var starts = StringInfo.ParseCombiningCharacters(text);
        var (low, high) = (1, starts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = middle < starts.Length && Measure(text[starts[middle]..], size) > width ? (middle + 1, high) : (low, middle);
        }

        return low < starts.Length ? text[starts[low]..] : "";
    }

    // at least one character, whole ones only
    private int CountFitting(string text, float size, bool bold, float width)
    {
        var starts = StringInfo.ParseCombiningCharacters(text);
        var (low, high) = (1, starts.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var end = middle < starts.Length ? starts[middle] : text.Length;
            (low, high) = Measure(text[..end], size, bold) <= width ? (middle, high) : (low, middle - 1);
        }

        return low < starts.Length ? starts[low] : text.Length;
    }
}
