using SkiaSharp;

namespace Qwen.DemoModel.Drawing;

/// <summary>Sizes of text before it is drawn.</summary>
internal static class Lettering
{
    /// <summary>Ink of a text drawn at the origin: left, top (negative), right, bottom.</summary>
    public static SKRect Bounds(SKFont font, string text)
    {
        font.MeasureText(text, out var bounds);
        return bounds;
    }

    /// <summary>Makes the font smaller, then the text shorter, until the ink fits.</summary>
    public static string Fit(SKFont font, string text, float width, float height, float smallest)
    {
        while (true)
        {
            var bounds = Bounds(font, text);
            if (bounds.Right <= width && bounds.Height <= height)
                return text;
            if (font.Size > smallest)
                font.Size--;
            else if (text.Length > 2)
                text = text[..^1].TrimEnd();
            else
                return text;
        }
    }
}
