using SkiaSharp;

namespace Qwen.Testing;

/// <summary>Pictures whose content does not matter.</summary>
public static class TestPicture
{
    /// <summary>A PNG file of one colour.</summary>
    public static byte[] Encode(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.SteelBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }
}
