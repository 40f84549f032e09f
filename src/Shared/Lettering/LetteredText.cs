using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Qwen.Shared.Lettering;

/// <summary>A line of text made ready to be drawn: from left to right, each stretch with a font that has its letters.</summary>
internal sealed class LetteredText
{
    private const float UnitSize = 64;

    private readonly List<(string Text, SKTypeface? Face)> stretches;
    private readonly float unitWidth;

    private LetteredText(List<(string Text, SKTypeface? Face)> stretches)
    {
        this.stretches = stretches;
        unitWidth = stretches.Sum(stretch => Measure(stretch, UnitSize)) / UnitSize;
    }

    /// <summary>Prepares text; null where a letter is in no font here, or is of a script that is not written here.</summary>
    public static LetteredText? TryPrepare(string text)
    {
        var stretches = new List<(StringBuilder Text, SKTypeface? Face)>();
        foreach (var letter in VisualOrder.Of(IndicLetters.Order(Clean(ArabicLetters.Join(text)))).EnumerateRunes())
        {
            // a mark stays with its letter where that font has it
            var last = stretches.Count > 0 ? stretches[^1].Face : null;
            var face = last?.ContainsGlyph(letter.Value) == true && IsMarkOrBlank(letter) ? last : FontBook.Find(letter.Value);
            if (IndicLetters.IsBeyond(letter.Value) || (face is null && !DigitStrokes.Has(letter.Value)))
                return null;
            if (stretches.Count == 0 || last != face)
                stretches.Add((new StringBuilder(), face));
            stretches[^1].Text.Append(letter.ToString());
        }

        return new LetteredText([.. stretches.Select(stretch => (stretch.Text.ToString(), stretch.Face))]);
    }

    /// <summary>Prepares text, cut off with an ellipsis where it is wider than there is room.</summary>
    /// <inheritdoc cref="TryPrepare(string)"/>
    /// <param name="text">The text.</param>
    /// <param name="size">Letters' size, pixels.</param>
    /// <param name="room">Width, pixels.</param>
    public static LetteredText? TryPrepare(string text, float size, float room)
    {
        var whole = TryPrepare(text);
        if (whole is null || whole.Width(size) <= room)
            return whole;
        var letters = StringInfo.ParseCombiningCharacters(text);
        var (fits, fitsNot) = (0, letters.Length);
        while (fitsNot - fits > 1)
        {
            var middle = (fits + fitsNot) / 2;
            if (TryPrepare(text[..letters[middle]] + "…") is { } shorter && shorter.Width(size) <= room)
                fits = middle;
            else
                fitsNot = middle;
        }

        return TryPrepare(fits == 0 ? text[..(letters.Length > 1 ? letters[1] : text.Length)] : text[..letters[fits]] + "…");
    }

    /// <summary>Pixels from the first letter's left to the last one's right.</summary>
    public float Width(float size) => unitWidth * size;

    /// <summary>Draws with the paint's colour.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="left">Left edge.</param>
    /// <param name="baseline">The line on which letters stand.</param>
    /// <param name="size">Letters' size, pixels.</param>
    /// <param name="paint">The colour; filled.</param>
    public void Draw(SKCanvas canvas, float left, float baseline, float size, SKPaint paint)
    {
        foreach (var stretch in stretches)
        {
            if (stretch.Face is null)
                DigitStrokes.Draw(canvas, stretch.Text, left, baseline, size, paint.Color);
            else
            {
                using var font = CreateFont(stretch.Face, size);
                canvas.DrawText(stretch.Text, left, baseline, font, paint);
            }

            left += Measure(stretch, size);
        }
    }

    private static float Measure((string Text, SKTypeface? Face) stretch, float size)
    {
        if (stretch.Face is null)
            return DigitStrokes.Width(stretch.Text, size);
        using var font = CreateFont(stretch.Face, size);
        return font.MeasureText(stretch.Text);
    }

    // no hinting: widths grow with the size
    private static SKFont CreateFont(SKTypeface face, float size) =>
        new(face, size) { Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None, Subpixel = true };

    // one line, without marks that only tell a shaper what to do
    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
                clean.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && rune.Value is not (>= 0xFE00 and <= 0xFE0F))
                clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    private static bool IsMarkOrBlank(Rune letter) => Rune.IsWhiteSpace(letter)
        || Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
