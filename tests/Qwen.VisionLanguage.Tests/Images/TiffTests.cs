using BitMiracle.LibTiff.Classic;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>TIFF files as scanners, fax machines and image programs write them.</summary>
public class TiffTests
{
    private const int W = TiffFiles.Width, H = TiffFiles.Height;

    [Theory]
    [InlineData(Compression.NONE)]
    [InlineData(Compression.LZW)]
    [InlineData(Compression.PACKBITS)]
    [InlineData(Compression.ADOBE_DEFLATE)]
    [InlineData(Compression.DEFLATE)]
    public void Every_exact_coding_gives_the_colours(Compression compression)
    {
        var image = ImageDecoder.Decode(TiffFiles.Write((tiff, _) => TiffFiles.Rgb(tiff, compression)));
        Assert.Equal(new PixelSize(W, H), image.Size);
        Assert.Equal(TiffFiles.Pixels, image.Pixels);
    }

    [Fact]
    public void Fax_coding_is_black_on_white()
    {
        var image = ImageDecoder.Decode(TiffFiles.Fax);
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 16; x++)
                Assert.Equal(x is >= 2 and <= 9 && y is >= 1 and <= 5 ? 0 : 255, image.Pixels[(y * 16 + x) * 3]);
        }
    }

    [Fact]
    public void Photographs_come_close()
    {
        var image = ImageDecoder.Decode(TiffFiles.Write((tiff, _) => TiffFiles.Samples(
            WithPhoto(tiff), 3, 8, y => [.. Enumerable.Repeat(new byte[] { 200, 90, 40 }, W).SelectMany(p => p)])));
        Assert.All(image.Pixels.Chunk(3), pixel => Assert.True(Math.Abs(pixel[0] - 200) < 4 && Math.Abs(pixel[2] - 40) < 4));

        static Tiff WithPhoto(Tiff tiff)
        {
            tiff.SetField(TiffTag.COMPRESSION, Compression.JPEG);
            return tiff;
        }
    }

    [Fact]
    public void Sixteen_bits_grey_two_colours_and_palettes_are_read()
    {
        var deep = TiffFiles.Write((tiff, _) => TiffFiles.Samples(
            tiff, 1, 16, y => [.. Enumerable.Range(0, W).SelectMany(x => BitConverter.GetBytes((ushort)(x * 1000)))]));
        Assert.InRange(ImageDecoder.Decode(deep).Pixels[3 * 36], 139, 141); // 36,000 of 65,535
        var grey = TiffFiles.Write((tiff, _) => TiffFiles.Samples(tiff, 1, 8, y => [.. Enumerable.Range(0, W).Select(x => (byte)(7 * x))]));
        Assert.Equal([0, 0, 0, 7, 7, 7], ImageDecoder.Decode(grey).Pixels[..6]);
        var inverse = TiffFiles.Write((tiff, _) =>
        {
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
            tiff.SetField(TiffTag.BITSPERSAMPLE, 1);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISWHITE);
            for (var y = 0; y < H; y++)
                tiff.WriteScanline([0x80, 0, 0, 0, 0], y);
        });
        Assert.Equal([0, 0, 0, 255, 255, 255], ImageDecoder.Decode(inverse).Pixels[..6]);
    }

    [Fact]
    public void Printing_colours_become_red_green_and_blue()
    {
        var file = TiffFiles.Write((tiff, _) =>
        {
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.SEPARATED);
            tiff.SetField(TiffTag.SAMPLESPERPIXEL, 4);
            for (var y = 0; y < H; y++)
                tiff.WriteScanline([.. Enumerable.Repeat(new byte[] { 0, 204, 102, 51 }, W).SelectMany(p => p)], y);
        });
        var pixels = ImageDecoder.Decode(file).Pixels;
        Assert.Equal(204, pixels[0]);
        Assert.InRange(pixels[1], 40, 41);
        Assert.InRange(pixels[2], 122, 123);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, W - 1)]
    [InlineData(3, W * H - 1)]
    [InlineData(4, W * (H - 1))]
    [InlineData(5, 0)]
    [InlineData(6, W * (H - 1))]
    [InlineData(7, W * H - 1)]
    [InlineData(8, W - 1)]
    public void Every_orientation_is_applied(int orientation, int storedAtUpperLeft)
    {
        var image = ImageDecoder.Decode(TiffFiles.Write((tiff, _) =>
        {
            tiff.SetField(TiffTag.ORIENTATION, (Orientation)orientation);
            TiffFiles.Rgb(tiff);
        }));
        Assert.Equal(orientation < 5 ? new PixelSize(W, H) : new PixelSize(H, W), image.Size);
        Assert.Equal(TiffFiles.Pixels[(storedAtUpperLeft * 3)..(storedAtUpperLeft * 3 + 3)], image.Pixels[..3]);
    }

    [Theory]
    [InlineData(ExtraSample.UNASSALPHA, 100, 177)] // 100 at half opacity on white
    [InlineData(ExtraSample.ASSOCALPHA, 50, 177)]
    [InlineData(ExtraSample.UNSPECIFIED, 100, 100)]
    public void Opacity_goes_on_white_where_it_is_one(ExtraSample kind, byte stored, byte seen)
    {
        var image = ImageDecoder.Decode(WithAlpha(kind, (_, _) => [stored, stored, stored, 128]));
        Assert.Equal(seen, image.Pixels[0]);
    }

    [Fact]
    public void Opacity_that_is_zero_everywhere_says_nothing()
    {
        var image = ImageDecoder.Decode(WithAlpha(ExtraSample.UNASSALPHA, (x, y) => [(byte)x, (byte)y, 9, 0]));
        Assert.Equal([3, 2, 9], image.Pixels[((2 * W + 3) * 3)..((2 * W + 3) * 3 + 3)]);
    }

    [Fact]
    public void Pages_are_counted_and_read_without_thumbnails_and_masks()
    {
        var file = TiffFiles.Write(
            (tiff, _) => TiffFiles.Rgb(tiff),
            (tiff, _) =>
            {
                tiff.SetField(TiffTag.SUBFILETYPE, FileType.REDUCEDIMAGE);
                TiffFiles.Samples(tiff, 1, 8, _ => new byte[W]);
            },
            (tiff, _) =>
            {
                tiff.SetField(TiffTag.SUBFILETYPE, FileType.PAGE);
                TiffFiles.Samples(tiff, 1, 8, _ => [.. Enumerable.Repeat((byte)77, W)]);
            });
        Assert.Equal(2, ImageDecoder.CountPages(file));
        Assert.Equal(TiffFiles.Pixels, ImageDecoder.DecodePage(file, 1).Pixels);
        Assert.Equal(77, ImageDecoder.DecodePage(file, 2).Pixels[0]);
        var missing = Assert.Throws<QwenException>(() => ImageDecoder.DecodePage(file, 3));
        Assert.Contains("There is no page 3", missing.Message, StringComparison.Ordinal);
        Assert.Equal(1, ImageDecoder.CountPages(SamplePictures.Get("PNG")));
        Assert.Throws<QwenException>(() => ImageDecoder.DecodePage(SamplePictures.Get("PNG"), 2));
    }

    [Fact]
    public void Limits_hold_before_anything_is_decoded()
    {
        var file = TiffFiles.Write((tiff, _) => TiffFiles.Rgb(tiff));
        Assert.Throws<QwenException>(() => ImageDecoder.Decode(file, new ImageLimits { MaxPixels = W * H - 1 }));
        Assert.Throws<QwenException>(() => ImageDecoder.Decode(file, new ImageLimits { MaxBytes = file.Length - 1 }));
        Assert.Throws<QwenException>(() => ImageDecoder.Decode(file, new ImageLimits { MaxMemory = W * H * 9 }));
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => ImageDecoder.Decode(file, cancellationToken: cancelled));
    }

    [Fact]
    public void Damaged_files_end_in_a_sentence()
    {
        byte[][] files =
        [
            TiffFiles.Fax, TiffFiles.Write((tiff, _) => TiffFiles.Rgb(tiff, Compression.LZW)),
            TiffFiles.Write((tiff, _) => TiffFiles.Rgb(tiff), (tiff, _) => TiffFiles.Rgb(tiff, Compression.ADOBE_DEFLATE)),
        ];
        var random = new Random(20_261_129);
        var limits = new ImageLimits { MaxPixels = 1 << 20 };
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            var file = (byte[])files[round % files.Length].Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            if (round % 7 == 0)
                file = file[..random.Next(4, file.Length)];
            try
            {
                for (var page = Math.Min(3, ImageDecoder.CountPages(file)); page > 0; page--)
                    ImageDecoder.DecodePage(file, page, limits);
            }
            catch (QwenException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 2999);
    }

    [Fact]
    public void A_list_of_pages_without_an_end_is_refused()
    {
        var file = (byte[])TiffFiles.Fax.Clone();
        file[^4] = 0x10; // the first page comes again
        Assert.Contains("no end", Assert.Throws<QwenException>(() => ImageDecoder.Decode(file)).Message, StringComparison.Ordinal);
    }

    private static byte[] WithAlpha(ExtraSample kind, Func<int, int, byte[]> pixel) => TiffFiles.Write((tiff, _) =>
    {
        tiff.SetField(TiffTag.EXTRASAMPLES, 1, new[] { (short)kind });
        TiffFiles.Samples(tiff, 4, 8, y => [.. Enumerable.Range(0, W).SelectMany(x => pixel(x, y))]);
    });
}
