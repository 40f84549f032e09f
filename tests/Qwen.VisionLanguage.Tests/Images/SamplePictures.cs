using SkiaSharp;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>Small encoded pictures of every format that is read, made here.</summary>
internal static class SamplePictures
{
    /// <summary>Name and content: what Skia writes, and GIF and BMP files written by hand.</summary>
    public static IReadOnlyList<(string Name, byte[] File)> All { get; } =
    [
        ("PNG", Encode(SKEncodedImageFormat.Png, 100)),
        ("JPEG", Encode(SKEncodedImageFormat.Jpeg, 90)),
        ("WebP lossy", Encode(SKEncodedImageFormat.Webp, 80)),
        ("WebP lossless", Encode(SKEncodedImageFormat.Webp, 100)),
        ("GIF", Gif()),
        ("BMP", Bmp()),
    ];

    /// <summary>The file of one format.</summary>
    public static byte[] Get(string name) => All.Single(p => p.Name == name).File;

    private static byte[] Encode(SKEncodedImageFormat format, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(61, 47, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(4 * x), (byte)(5 * y), (byte)(7 * x * y)));
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    /// <summary>
    /// 16 × 9 pixels of a four-colour palette; codes are never longer than three bits because the table is cleared in time.
    /// </summary>
    private static byte[] Gif()
    {
        List<byte> file =
        [
            .. "GIF89a"u8, 16, 0, 9, 0, 0x91, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0x2C, 0, 0, 0, 0, 16, 0, 9, 0, 0, 2
        ];
        List<byte> data = [];
        int bits = 0, held = 0;
        void Put(int code)
        {
            bits |= code << held;
            for (held += 3; held >= 8; held -= 8, bits >>= 8)
                data.Add((byte)bits);
        }

        for (var i = 0; i < 16 * 9; i++)
        {
            if (i % 2 == 0)
                Put(4); // clear
            Put(i % 16 / 4);
        }

        Put(5); // end
        data.Add((byte)bits);
        file.Add((byte)data.Count);
        file.AddRange(data);
        file.AddRange([0, 0x3B]);
        return [.. file];
    }

    /// <summary>24-bit, 13 × 7 pixels, bottom row first.</summary>
    private static byte[] Bmp()
    {
        var file = CraftedPictures.Bmp(13, 7);
        for (var i = 54; i < file.Length; i++)
            file[i] = (byte)(i * 3);
        return file;
    }
}
