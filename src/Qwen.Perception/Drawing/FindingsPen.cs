using System.Text;
using SkiaSharp;

namespace Qwen.Perception.Drawing;

/// <summary>Draws single findings with lines and letters that fit the picture's size.</summary>
internal sealed class FindingsPen : IDisposable
{
    private readonly SKCanvas canvas;
    private readonly SKRect bounds;
    private readonly float line;
    private readonly float textSize;
    private readonly SKPaint paint = new() { IsAntialias = true };

    public FindingsPen(SKCanvas canvas, int width, int height)
    {
        this.canvas = canvas;
        bounds = new SKRect(0, 0, width, height);
        var side = Math.Max(width, height);
        line = Math.Max(2, side / 320f);
        textSize = Math.Max(13, side / 42f);
    }

    /// <inheritdoc/>
    public void Dispose() => paint.Dispose();

    /// <summary>The square that a point's mark fills.</summary>
    public SKRect Around(SKPoint point) => new(point.X - 4 * line, point.Y - 4 * line, point.X + 4 * line, point.Y + 4 * line);

    /// <summary>Draws an outline with a thin bright one inside, which shows on any ground.</summary>
    public void DrawBox(SKRect box, SKColor colour)
    {
        Stroke(SKColors.White, line * 2);
        canvas.DrawRect(box, paint);
        Stroke(colour, line);
        canvas.DrawRect(box, paint);
    }

    /// <summary>Draws a disc with a bright ring.</summary>
    public void DrawPoint(SKPoint point, SKColor colour)
    {
        paint.Style = SKPaintStyle.Fill;
        paint.Color = SKColors.White;
        canvas.DrawCircle(point, 4 * line, paint);
        paint.Color = colour;
        canvas.DrawCircle(point, 2.8f * line, paint);
    }

    /// <summary>Writes on a coloured plate above the finding, or below or inside it where there is no room.</summary>
    public void DrawLabel(string text, SKRect target, SKColor colour)
    {
        if (text.Length == 0)
            return;
        using var typeface = ChooseTypeface(text);
        using var font = new SKFont(typeface, textSize) { Edging = SKFontEdging.Antialias };
        var room = bounds.Width - 2 * line;
        text = Shorten(text, font, room);
        var width = Math.Min(font.MeasureText(text) + textSize * 0.6f, bounds.Width);
        var height = textSize * 1.35f;
        var left = Math.Clamp(target.Left - line, 0, bounds.Width - width);
        var top = target.Top - line - height;
        if (top < 0)
            top = target.Bottom + line + height <= bounds.Height ? target.Bottom + line : Math.Max(0, target.Top + line);

        paint.Style = SKPaintStyle.Fill;
        paint.Color = colour;
        canvas.DrawRect(left, top, width, height, paint);
        paint.Color = IsBright(colour) ? SKColors.Black : SKColors.White;
        canvas.DrawText(text, left + textSize * 0.3f, top + textSize * 1.02f, font, paint);
    }

    private static string Shorten(string text, SKFont font, float room)
    {
        if (font.MeasureText(text) <= room)
            return text;
        var runes = text.EnumerateRunes().ToList();
        while (runes.Count > 1)
        {
            runes.RemoveAt(runes.Count - 1);
            var shorter = string.Concat(runes) + "…";
            if (font.MeasureText(shorter) <= room)
                return shorter;
        }

        return text[..1];
    }

    // a typeface that has the first letter the default one lacks
    private static SKTypeface ChooseTypeface(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !SKTypeface.Default.ContainsGlyph(rune.Value)
                && SKFontManager.Default.MatchCharacter(rune.Value) is { } typeface)
                return typeface;
        }

        return SKTypeface.CreateDefault();
    }

    private static bool IsBright(SKColor colour) => 0.299 * colour.Red + 0.587 * colour.Green + 0.114 * colour.Blue > 150;

    private void Stroke(SKColor colour, float width)
    {
        paint.Style = SKPaintStyle.Stroke;
        paint.StrokeWidth = width;
        paint.Color = colour;
    }
}
