using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

public class ImageDecoderTests
{
    [Fact]
    public void No_bytes_are_no_picture() => AssertRefused([], "empty");

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "HTML")]
    [InlineData("  <svg xmlns='http://www.w3.org/2000/svg'/>", "SVG")]
    [InlineData("<?xml version='1.0'?><svg/>", "SVG")]
    [InlineData("<?xml version='1.0'?><note/>", "XML")]
    [InlineData("%PDF-1.7\n", "PDF")]
    [InlineData("{\"error\": \"no such file\"}", "JSON")]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", "data URI")]
    [InlineData("just words", "plain text")]
    [InlineData("\0\0\0\u001cftypheic\0\0\0\0mif1heic", "HEIC")]
    [InlineData("\0\0\0\u001cftypavif\0\0\0\0mif1avif", "AVIF")]
    [InlineData("\0\0\0\u0020ftypisom\0\0\u0002\0", "MP4")]
    [InlineData("II*\0\u0008\0\0\0", "TIFF")]
    [InlineData("PK\u0003\u0004", "ZIP")]
    [InlineData("RIFF\0\0\0\0WAVEfmt ", "WAV")]
    [InlineData("\0\0\u0001\0\u0001\0\u0010\u0010", "Windows icon")]
    [InlineData("\0\0\u0002\0\u0001\0\u0010\u0010", "Windows cursor")]
    [InlineData("\0\0\u0002\0\0\0\0\0\0\0TRUEVISION-XFILE.\0", "TGA")]
    [InlineData("P6\n1 1\n255\n\0\0\0", "PPM")]
    [InlineData("qoif\0\0\0\u0001", "QOI")]
    [InlineData("\0\0\0\u0001gB", "H.264")]
    [InlineData("\0\0\0\u000CjP  \r\n", "JPEG 2000")]
    public void Other_content_is_refused_by_its_name(string content, string name) => AssertRefused(Encoding.Latin1.GetBytes(content), name);

    [Fact]
    public void A_header_that_claims_too_many_pixels_is_refused_before_anything_is_decoded()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(Png(60_000, 60_000, 2, []), "60000×60000");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Limits_of_bytes_and_pixels_hold()
    {
        var file = SamplePictures.Get("PNG");
        Assert.Contains(
            "limit of 100",
            Assert.Throws<QwenException>(() => ImageDecoder.Decode(file, new ImageLimits { MaxBytes = 100 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "limit of 99",
            Assert.Throws<QwenException>(() => ImageDecoder.Decode(file, new ImageLimits { MaxPixels = 99 })).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            new PixelSize(61, 47), ImageDecoder.Decode(file, new ImageLimits { MaxBytes = file.Length, MaxPixels = 61 * 47 }).Size);
    }

    [Fact]
    public void A_strip_decodes_but_is_no_picture_for_the_model()
    {
        var strip = Png(1, 15_000, 0, new byte[15_000 * 2]);
        Assert.Equal(new PixelSize(1, 15_000), ImageDecoder.Decode(strip).Size);
        var error = Assert.Throws<QwenException>(() => ImagePreparer.Prepare(strip, Published.Preprocessor, Published.Vision));
        Assert.Contains("1×15000", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 20, 30, 128, 132, 137, 142)]
    [InlineData(200, 100, 50, 77, 238, 208, 193)]
    [InlineData(1, 2, 3, 0, 255, 255, 255)]
    [InlineData(1, 2, 3, 255, 1, 2, 3)]
    public void Transparency_goes_on_white(byte r, byte g, byte b, byte a, byte onWhiteR, byte onWhiteG, byte onWhiteB) =>
        Assert.Equal([onWhiteR, onWhiteG, onWhiteB], ImageDecoder.Decode(Png(1, 1, 6, [0, r, g, b, a])).Pixels);

    [Fact]
    public void Sixteen_bits_keep_the_high_byte()
    {
        Assert.Equal([0x7F, 0x7F, 0x7F], ImageDecoder.Decode(Png(1, 1, 0, [0, 0x7F, 0xFF], bitDepth: 16)).Pixels);
        Assert.Equal([0x01, 0x80, 0xFE], ImageDecoder.Decode(Png(1, 1, 2, [0, 0x01, 0xFF, 0x80, 0xFF, 0xFE, 0xFF], bitDepth: 16)).Pixels);
        Assert.Equal(
            [0x01, 0x80, 0xFE],
            ImageDecoder.Decode(Png(1, 1, 6, [0, 0x01, 0xFF, 0x80, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF], bitDepth: 16)).Pixels);
    }

    [Fact]
    public void A_gamma_or_colour_space_in_the_file_changes_nothing()
    {
        byte[] pixels = [0, 10, 100, 200];
        var gamma = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(gamma, 100_000);
        Assert.Equal([10, 100, 200], ImageDecoder.Decode(Png(1, 1, 2, pixels, extra: ("gAMA", gamma))).Pixels);
        Assert.Equal([10, 100, 200], ImageDecoder.Decode(Png(1, 1, 2, pixels, extra: ("sRGB", [0]))).Pixels);
    }

    [Theory]
    [InlineData(1, new byte[] { 1, 2, 3, 4, 5, 6 }, 3)]
    [InlineData(2, new byte[] { 3, 2, 1, 6, 5, 4 }, 3)]
    [InlineData(3, new byte[] { 6, 5, 4, 3, 2, 1 }, 3)]
    [InlineData(4, new byte[] { 4, 5, 6, 1, 2, 3 }, 3)]
    [InlineData(5, new byte[] { 1, 4, 2, 5, 3, 6 }, 2)]
    [InlineData(6, new byte[] { 4, 1, 5, 2, 6, 3 }, 2)]
    [InlineData(7, new byte[] { 6, 3, 5, 2, 4, 1 }, 2)]
    [InlineData(8, new byte[] { 3, 6, 2, 5, 1, 4 }, 2)]
    public void Every_exif_orientation_of_a_png_is_applied(byte orientation, byte[] expected, int width)
    {
        byte[] exif = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        var image = ImageDecoder.Decode(Png(3, 2, 0, [0, 1, 2, 3, 0, 4, 5, 6], extra: ("eXIf", exif)));
        Assert.Equal(width, image.Width);
        Assert.Equal(expected, image.Pixels.Where((_, i) => i % 3 == 0));
    }

    [Theory]
    [InlineData(1, "06")]
    [InlineData(3, "0006")]
    [InlineData(4, "00000006")]
    public void An_orientation_is_read_whatever_type_its_number_has(byte type, string value)
    {
        byte[] number = [.. Convert.FromHexString(value), 0, 0, 0];
        byte[] exif = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, type, 0, 0, 0, 1, .. number[..4], 0, 0, 0, 0];
        Assert.Equal(2, ImageDecoder.Decode(Png(3, 2, 0, [0, 1, 2, 3, 0, 4, 5, 6], extra: ("eXIf", exif))).Width);
    }

    [Theory]
    [InlineData(4, 8, new byte[] { 0, 100, 128, 7, 255 }, new byte[] { 177, 7 })] // grey and opacity
    [InlineData(4, 16, new byte[] { 0, 100, 50, 128, 0, 7, 9, 255, 255 }, new byte[] { 177, 7 })]
    [InlineData(0, 1, new byte[] { 0, 0b0100_0000 }, new byte[] { 0, 255 })]
    [InlineData(0, 4, new byte[] { 0, 0x3F }, new byte[] { 51, 255 })]
    public void Every_depth_of_grey_is_seen_as_it_is(byte colourType, byte depth, byte[] rows, byte[] expected) =>
        Assert.Equal(expected, ImageDecoder.Decode(Png(2, 1, colourType, rows, depth)).Pixels.Where((_, i) => i % 3 == 0));

    [Fact]
    public void The_exif_orientation_of_a_webp_is_applied()
    {
        var plain = SamplePictures.Get("WebP lossless");
        var stored = ImageDecoder.Decode(plain);
        byte[] exif = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] extended = [.. "VP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, (byte)(stored.Width - 1), 0, 0, (byte)(stored.Height - 1), 0, 0];
        byte[] file = [.. plain[..12], .. extended, .. plain[12..], .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);

        var upright = ImageDecoder.Decode(file);
        Assert.Equal(new PixelSize(stored.Height, stored.Width), upright.Size);
        // lower left comes to the upper left
        Assert.Equal(stored.Pixels[^(stored.Width * 3)..^(stored.Width * 3 - 3)], upright.Pixels[..3]);
    }

    private static void AssertRefused(byte[] file, string reason) =>
        Assert.Contains(reason, Assert.Throws<QwenException>(() => ImageDecoder.Decode(file)).Message, StringComparison.OrdinalIgnoreCase);

    /// <summary>A PNG file out of filtered rows (a filter byte before each).</summary>
    private static byte[] Png(
        int width, int height, byte colourType, byte[] rows, byte bitDepth = 8, (string Type, byte[] Data)? extra = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bitDepth, colourType);
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        List<byte> file = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", header)];
        if (extra is { } chunk)
            file.AddRange(Chunk(chunk.Type, chunk.Data));
        file.AddRange([.. Chunk("IDAT", compressed.ToArray()), .. Chunk("IEND", [])]);
        return [.. file];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] chunk = [0, 0, 0, 0, .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), System.IO.Hashing.Crc32.HashToUInt32(body));
        return chunk;
    }
}
