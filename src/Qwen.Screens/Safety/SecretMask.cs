using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Safety;

/// <summary>
/// Hides what holds a secret in every picture that leaves the guard. Remembers fields that a secret was typed into for as long as the
/// same app or page shows; once something there may have moved, the whole picture is hidden.
/// </summary>
internal sealed class SecretMask
{
    private readonly List<(int Left, int Top, int Right, int Bottom)> regions = [];
    private ScreenPlace? place;
    private PixelSize size;
    private bool everything;

    /// <summary>A secret was, or is about to be, typed into a field.</summary>
    /// <param name="shot">The screen.</param>
    /// <param name="field">The field; null where nobody knows where the text goes.</param>
    public void Add(ScreenShot shot, ScreenControl? field)
    {
        Follow(shot);
        place = shot.Place;
        size = shot.Size;
        if (field?.Bounds is { } bounds)
            regions.Add(bounds);
        else
            everything = true;
    }

    /// <summary>What was typed may now stand somewhere else.</summary>
    public void Moved() => everything |= regions.Count > 0;

    /// <summary>The shot as it may be seen.</summary>
    public ScreenShot Hide(ScreenShot shot)
    {
        Follow(shot);
        if (!everything && regions.Count == 0)
            return shot;
        using var bitmap = SKBitmap.Decode(shot.Png.Span);
        if (bitmap is null)
            return shot;
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Gray };
        foreach (var (left, top, right, bottom) in everything ? [(0, 0, bitmap.Width, bitmap.Height)] : regions)
            canvas.DrawRect(SKRect.Create(left, top, right - left, bottom - top), paint);
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return shot with { Png = data.ToArray() };
    }

    // another app or page shows no field of this one; a device that names no place keeps its mask
    private void Follow(ScreenShot shot)
    {
        if (regions.Count == 0 && !everything)
            return;
        if (shot.Place is not null && (shot.Place.App != place?.App || shot.Place.Address != place?.Address))
        {
            regions.Clear();
            everything = false;
        }
        else if (shot.Size != size)
            everything = true;
    }
}
