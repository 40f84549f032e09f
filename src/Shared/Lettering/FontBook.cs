using System.Collections.Concurrent;
using SkiaSharp;

namespace Qwen.Shared.Lettering;

/// <summary>Finds, for each letter, a font of this machine that has it. Thread-safe; fonts are kept for the life of the program.</summary>
internal static class FontBook
{
    private static readonly string[] Preferred = ["DejaVu Sans", "Noto Sans", "Segoe UI", "Helvetica", "Arial", "Liberation Sans"];
    private static readonly ConcurrentDictionary<int, SKTypeface?> Known = new();
    private static readonly Lazy<SKTypeface> First = new(LoadFirst);
    private static readonly Lazy<SKTypeface[]> Faces = new(LoadAll);

    /// <summary>A font with the letter, the same at each call; null where this machine has none.</summary>
    public static SKTypeface? Find(int letter) => Known.GetOrAdd(letter, Search);

    private static SKTypeface? Search(int letter)
    {
        if (First.Value.ContainsGlyph(letter))
            return First.Value;

        // the system's own choice, where there is one: the build of Skia without dependencies has none
        return SKFontManager.Default.MatchCharacter(letter) is { } match && match.ContainsGlyph(letter)
            ? match
            : Array.Find(Faces.Value, face => face.ContainsGlyph(letter));
    }

    // one without serifs, which shows best at small sizes
    private static SKTypeface LoadFirst() =>
        Preferred
            .Select(name => SKFontManager.Default.MatchFamily(name))
            .FirstOrDefault(face => face?.ContainsGlyph('A') == true) ?? SKTypeface.Default;

    // faces without serifs first, then by name
    private static SKTypeface[] LoadAll() =>
    [
        .. SKFontManager.Default.FontFamilies
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => !name.Contains("Sans", StringComparison.OrdinalIgnoreCase))
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => SKFontManager.Default.MatchFamily(name))
            .OfType<SKTypeface>(),
    ];
}
