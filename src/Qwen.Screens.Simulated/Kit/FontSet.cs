using System.Text;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>
/// The fonts of a screen: DejaVu Sans where the system has it, else the system's own; letters it lacks come from any font that has them.
/// Pixels are the same wherever the same font is found.
/// </summary>
internal sealed class FontSet : IDisposable
{
    private readonly SKTypeface regular = SKTypeface.FromFamilyName("DejaVu Sans") ?? SKTypeface.CreateDefault();
    private readonly SKTypeface bold = SKTypeface.FromFamilyName("DejaVu Sans", SKFontStyle.Bold) ?? SKTypeface.CreateDefault();
    private readonly Dictionary<(float Size, bool Bold), SKFont> fonts = [];
    private readonly Dictionary<int, SKTypeface?> others = [];
    private readonly Dictionary<(SKTypeface Face, float Size), SKFont> otherFonts = [];

    public SKFont Get(float size, bool isBold)
    {
        if (!fonts.TryGetValue((size, isBold), out var font))
            fonts[(size, isBold)] = font = Create(isBold ? bold : regular, size);
        return font;
    }

    /// <summary>Splits text into stretches of one font each.</summary>
    public IEnumerable<(string Text, SKFont Font)> Split(string text, float size, bool isBold)
    {
        var main = Get(size, isBold);
        if (main.ContainsGlyphs(text))
            return [(text, main)];
        var parts = new List<(StringBuilder Text, SKFont Font)>();
        foreach (var rune in text.EnumerateRunes())
        {
            var font = main.ContainsGlyph(rune.Value) ? main : GetOther(rune.Value, size) ?? main;
            if (parts.Count == 0 || parts[^1].Font != font)
                parts.Add((new StringBuilder(), font));
            parts[^1].Text.Append(rune.ToString());
        }

        return parts.Select(part => (part.Text.ToString(), part.Font));
    }

    public float Measure(string text, float size, bool isBold) => Split(text, size, isBold).Sum(part => part.Font.MeasureText(part.Text));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var font in fonts.Values.Concat(otherFonts.Values))
            font.Dispose();
        foreach (var face in others.Values)
            face?.Dispose();
        regular.Dispose();
        bold.Dispose();
    }

    private SKFont? GetOther(int rune, float size)
    {
        if (!others.TryGetValue(rune, out var face))
            others[rune] = face = SKFontManager.Default.MatchCharacter(rune);
        if (face is null)
            return null;
        if (!otherFonts.TryGetValue((face, size), out var font))
            otherFonts[(face, size)] = font = Create(face, size);
        return font;
    }

    // no hinting and no subpixels of the display: letters look the same on every machine
    private static SKFont Create(SKTypeface face, float size) =>
        new(face, size) { Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None, Subpixel = true };
}
