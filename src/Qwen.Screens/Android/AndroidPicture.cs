using System.Text;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Android;

/// <summary>Reads the picture that a device sends, and sees where it hides what is shown.</summary>
internal static class AndroidPicture
{
    private const double TopBar = 0.07, BottomBar = 0.1;

    /// <summary>A PNG file, its size, and whether it is that of a protected window.</summary>
    /// <param name="file">What the device sent: nothing, where it refuses.</param>
    /// <param name="expected">Size of the screen, for a picture that is missing.</param>
    /// <exception cref="QwenException">The device sent something else than a picture.</exception>
    public static (ReadOnlyMemory<byte> Png, PixelSize Size, bool IsProtected) Read(byte[] file, PixelSize expected)
    {
        PictureLibrary.Require();
        if (file.Length == 0 && expected.Area > 0)
            return (Black(expected), expected, true);
        var png = PngInOutput.Find(file) ?? throw new QwenException(
            $"The device sent no picture of its screen but {file.Length} bytes{Describe(file)}.");
        using var data = SKData.CreateCopy(png);
        using var codec = SKCodec.Create(data);
        using var bitmap = codec is null ? null : SKBitmap.Decode(codec);
        return bitmap is null
            ? throw new QwenException($"The picture that the device sent of its screen is damaged ({png.Length} bytes): look again.")
            : IsOtherDisplay(file, bitmap)
            ? throw new QwenException(
                "The device has several displays, and the one that it chose is black: name another in AndroidScreenOptions.CaptureDisplay.")
            : (png, new PixelSize(bitmap.Width, bitmap.Height), IsBlack(bitmap));
    }

    // a foldable takes the picture of its outer display also while that is off; it warns of that before the picture
    private static bool IsOtherDisplay(byte[] file, SKBitmap bitmap) =>
        file.AsSpan().IndexOf("display"u8) is >= 0 and < 400 && file[0] != 0x89 && IsBlack(bitmap);

    // what programs complain of is text; where it speaks of displays, one can be named
    private static string Describe(byte[] output)
    {
        const int longest = 200;
        var line = string.Join(
            ' ', Encoding.UTF8.GetString(output).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim();
        var text = string.Concat(line.Where(c => !char.IsControl(c)));
        if (text.Length == 0)
            return "";
        var quoted = text.Length > longest ? text[..longest] + "…" : text;
        var isAboutDisplays = text.Contains("display", StringComparison.OrdinalIgnoreCase);
        return $" that begin '{quoted}'{(isAboutDisplays ? ": name a display in AndroidScreenOptions.CaptureDisplay" : "")}";
    }

    // a protected window leaves the bars of the system and blackness between them; an app in dark colours has letters
    private static bool IsBlack(SKBitmap bitmap)
    {
        for (var y = (int)(bitmap.Height * TopBar); y < (int)(bitmap.Height * (1 - BottomBar)); y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
            {
                if (bitmap.GetPixel(x, y) is not { Red: 0, Green: 0, Blue: 0 })
                    return false;
            }
        }

        return true;
    }

    private static byte[] Black(PixelSize size)
    {
        using var bitmap = new SKBitmap(size.Width, size.Height, SKColorType.Gray8, SKAlphaType.Opaque);
        bitmap.Erase(SKColors.Black);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
