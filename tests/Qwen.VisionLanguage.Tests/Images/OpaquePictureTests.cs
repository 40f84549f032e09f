using System.Runtime.InteropServices;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>Pictures whose fourth byte is zero because nobody wrote it, and colours that are stored in unusual ways.</summary>
public class OpaquePictureTests
{
    [Fact]
    public void A_bitmap_without_any_opacity_shows_its_colours()
    {
        var image = ImageDecoder.Decode(Bitmap((x, y) => [(byte)(10 * x), (byte)(20 * y), 5, 0]));
        Assert.Equal([5, 20, 30], image.Pixels[((1 * 4 + 3) * 3)..((1 * 4 + 3) * 3 + 3)]);
        Assert.Equal([9, 8, 7], ImageDecoder.Decode(Bitmap((_, _) => [7, 8, 9, 0])).Pixels[..3]); // of one colour, too
    }

    [Fact]
    public void A_bitmap_with_one_opaque_pixel_is_transparent_elsewhere()
    {
        var pixels = ImageDecoder.Decode(Bitmap((x, y) => [1, 2, 3, (byte)(x == 0 && y == 0 ? 255 : 0)])).Pixels;
        Assert.Equal([3, 2, 1, 255, 255, 255], pixels[..6]);
    }

    [Fact]
    public void So_does_a_webp()
    {
        // red above, blue below, opacity zero; written by another program
        var pixels = ImageDecoder.Decode(Convert.FromBase64String(
            "UklGRm4AAABXRUJQVlA4WAoAAAAQAAAADwAAHwAAQUxQSAkAAAABBxAREYiI/gcAVlA4ID4AAADQAgCdASoQACAAAoBCJaACdMoRwN4B+IH4q8"
            + "gADntAAP7vdtf+EDaiND/71/2Cz6rP9n/737LoL40ZkHQAAA==")).Pixels;
        Assert.True(pixels[0] > 230 && pixels[1] < 20 && pixels[2] < 20, "The upper half is red.");
        Assert.True(pixels[^3] < 20 && pixels[^2] < 20 && pixels[^1] > 230, "The lower half is blue.");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void So_does_a_picture_of_another_format_unless_it_is_empty(SKEncodedImageFormat format)
    {
        var image = ImageDecoder.Decode(Encode(format, (x, y) => new SKColor((byte)(40 * x), (byte)(60 * y), 9, 0)));
        if (format == SKEncodedImageFormat.Png) // WebP leaves colours out that nobody is to see
            Assert.Equal([80, 60, 9], image.Pixels[((1 * 4 + 2) * 3)..((1 * 4 + 2) * 3 + 3)]);
        Assert.All(ImageDecoder.Decode(Encode(format, (_, _) => new SKColor(0, 0, 0, 0))).Pixels, value => Assert.Equal(255, value));
        var half = ImageDecoder.Decode(Encode(format, (x, _) => new SKColor(0, 0, 0, (byte)(x == 0 ? 1 : 0))));
        Assert.Equal([254, 254, 254, 255, 255, 255], half.Pixels[..6]);
    }

    [Fact]
    public void Printing_colours_of_a_jpeg_become_red_green_and_blue()
    {
        // written by another program: no cyan, 80 % magenta, 40 % yellow, 20 % black
        var file = Convert.FromBase64String(
            "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/9sA"
            + "QwECAgICAgIFAwMFCgcGBwoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK/8AAFAgACAAQBAERAAIRAQMRAQQRAP/E"
            + "ABYAAQEBAAAAAAAAAAAAAAAAAAAECf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAWAQEBAQAAAAAAAAAAAAAAAAAABwn/xAAUEQEAAAAAAAAAAAAAAAAAAAAA"
            + "/9oADgQBAAIRAxEEAAA/ALE7ZDtMAB//2Q==");
        Assert.All(ImageDecoder.Decode(file).Pixels.Chunk(3), pixel =>
        {
            Assert.InRange(pixel[0], 202, 206);
            Assert.InRange(pixel[1], 39, 43);
            Assert.InRange(pixel[2], 121, 125);
        });
    }

    [Fact]
    public void Pictures_from_the_field_are_not_white()
    {
        foreach (var file in FieldInputs.OfKind("picture-").SelectMany(Directory.GetFiles)
            .Where(file => Path.GetExtension(file) is ".bmp" or ".png" or ".jpg" or ".webp" or ".tif" or ".tiff" or ".gif"))
            Assert.Contains(ImageDecoder.Decode(File.ReadAllBytes(file)).Pixels, value => value < 200);
    }

    private static byte[] Encode(SKEncodedImageFormat format, Func<int, int, SKColor> colour)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(4, 3, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        byte[] bytes =
            [.. Enumerable.Range(0, 12).Select(i => colour(i % 4, i / 4)).SelectMany(c => new[] { c.Red, c.Green, c.Blue, c.Alpha })];
        Marshal.Copy(bytes, 0, bitmap.GetPixels(), bytes.Length); // SetPixel forgets what is transparent

        using var pixels = bitmap.PeekPixels();
        using var data = format == SKEncodedImageFormat.Png
            ? pixels.Encode(SKPngEncoderOptions.Default)
            : pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100));
        return data!.ToArray();
    }

    /// <summary>4 × 3 pixels of four bytes, with a mask for opacity, top row first.</summary>
    private static byte[] Bitmap(Func<int, int, byte[]> pixel)
    {
        const int header = 14 + 124;
        var file = new byte[header + 4 * 3 * 4];
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write("BM"u8);
        writer.Write(file.Length);
        writer.Write(0);
        writer.Write(header);
        writer.Write(124);
        writer.Write(4);
        writer.Write(-3);
        writer.Write((short)1);
        writer.Write((short)32);
        writer.Write(3); // masks
        writer.Write(4 * 3 * 4);
        writer.Write(new byte[16]);
        foreach (var mask in new[] { 0x00FF0000u, 0x0000FF00u, 0x000000FFu, 0xFF000000u, 0x73524742u })
            writer.Write(mask);
        writer.BaseStream.Position = header;
        for (var y = 0; y < 3; y++)
        {
            for (var x = 0; x < 4; x++)
                writer.Write(pixel(x, y));
        }

        return file;
    }
}
