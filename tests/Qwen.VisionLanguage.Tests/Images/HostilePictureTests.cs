using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>
/// Pictures that are small as files and cost much: they are refused by their headers, or decoded within what the headers promise.
/// </summary>
[Collection("Alone")]
public class HostilePictureTests
{
    private const long Slack = 48 << 20;
    private static readonly ImageLimits Roomy = new() { MaxBytes = 128 << 20 };

    private static readonly Dictionary<string, Func<byte[]>> Large = new()
    {
        ["PNG"] = () => CraftedPictures.Png(6000, 4000),
        ["PNG of 16 bits"] = () => CraftedPictures.Png(6000, 4000, 16, 6),
        ["PNG interlaced"] = () => CraftedPictures.Png(6000, 4000, interlaced: true),
        ["PNG interlaced, grey"] = () => CraftedPictures.Png(6000, 4000, 8, 0, interlaced: true),
        ["PNG interlaced, 1 bit"] = () => CraftedPictures.Png(6000, 4000, 1, 0, interlaced: true),
        ["PNG interlaced, 16 bits"] = () => CraftedPictures.Png(6000, 4000, 16, 2, interlaced: true),
        ["PNG interlaced, 16 bits, alpha"] = () => CraftedPictures.Png(6000, 4000, 16, 6, interlaced: true),
        ["PNG interlaced, transparent"] = () =>
            CraftedPictures.Png(6000, 4000, 16, 2, interlaced: true, CraftedPictures.Chunk("tRNS", new byte[6])),
        ["JPEG progressive"] = () => CraftedPictures.Jpeg(6000, 4000, 3),
        ["JPEG progressive, grey"] = () => CraftedPictures.Jpeg(6000, 4000, 1),
        ["JPEG progressive, four components"] = () => CraftedPictures.Jpeg(6000, 4000, 4),
        ["JPEG progressive, few scans"] = () => CraftedPictures.Jpeg(6000, 4000, 4, scans: 20),
        ["JPEG progressive, coarse units"] = () => CraftedPictures.Jpeg(6000, 4000, 3, sampling: 0x21),
        ["WebP"] = () => CraftedPictures.WebP(6000, 4000, lossless: false),
        ["WebP lossless"] = () => CraftedPictures.WebP(6000, 4000, lossless: true),
        ["GIF"] = () => CraftedPictures.Gif(6000, 4000, 6000, 4000),
        ["GIF of a part"] = () => CraftedPictures.Gif(6000, 4000, 5000, 3000),
        ["BMP"] = () => CraftedPictures.Bmp(6000, 4000),
    };

    public static TheoryData<string> LargePictures => [.. Large.Keys];

    [Theory]
    [MemberData(nameof(LargePictures))]
    public void Decoding_takes_no_more_memory_than_the_header_promises(string name)
    {
        var file = Large[name]();
        var promised = EncodedPicture.Read(ContentSniffer.PictureFormat(file)!, file)!.MemoryBytes(new PixelSize(6000, 4000));
        var taken = PeakMemory.Of(() => Assert.Equal(new PixelSize(6000, 4000), ImageDecoder.Decode(file, Roomy).Size));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name}: {file.Length} bytes, promised {promised >> 20} MiB, took {taken >> 20} MiB");
        Assert.InRange(taken, 7L * 6000 * 4000 - Slack, promised + Slack);

        // one byte less, and it is not begun
        var error = Assert.Throws<QwenException>(() => ImageDecoder.Decode(file, Roomy with { MaxMemory = promised - 1 }));
        Assert.Contains(nameof(ImageLimits.MaxMemory), error.Message, StringComparison.Ordinal);
        Assert.InRange(
            PeakMemory.Of(() => Assert.Throws<QwenException>(() => ImageDecoder.Decode(file, Roomy with { MaxMemory = promised - 1 }))),
            0,
            Slack);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4000)]
    public void What_takes_more_than_the_default_is_refused_before_it_is_decoded(int edge)
    {
        // as large as pixels alone may be
        var interlaced = CraftedPictures.Png(edge, edge, 16, 6, interlaced: true);
        interlaced.AsSpan(16, 8).Clear();
        (interlaced[18], interlaced[22]) = (0x2C, 0x2C); // 11264 × 11264
        foreach (var file in new[] { interlaced, CraftedPictures.Jpeg(11500, 11500, 4) })
        {
            QwenException? error = null;
            var taken = PeakMemory.Of(() => error = Assert.Throws<QwenException>(() => ImageDecoder.Decode(file)));
            Assert.Contains(nameof(ImageLimits.MaxMemory), error!.Message, StringComparison.Ordinal);
            Assert.InRange(taken, 0, Slack);
        }
    }

    [Theory]
    [InlineData("eXIf")]
    [InlineData("iCCP")]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    [InlineData("tEXt")]
    [InlineData("acTL")]
    [InlineData("quQu")]
    [InlineData("PLTE")]
    [InlineData("tRNS")]
    [InlineData("sPLT")]
    public void Metadata_of_thirty_megabytes_cost_nothing_in_a_png_file(string name)
    {
        var file = CraftedPictures.Png(8, 8, before: CraftedPictures.Chunk(name, Filled(30 << 20)));
        Assert.InRange(PeakMemory.Of(() => Assert.Equal(new PixelSize(8, 8), ImageDecoder.Decode(file).Size)), 0, Slack);
    }

    [Fact]
    public void Millions_of_chunks_are_passed_over()
    {
        var small = CraftedPictures.Chunk("tEXt", []);
        var file = CraftedPictures.Png(8, 8, before: [.. Enumerable.Repeat(small, 2_000_000).SelectMany(chunk => chunk)]);
        Assert.Equal(new PixelSize(8, 8), ImageDecoder.Decode(file).Size);
        var empty = CraftedPictures.Chunk("IDAT", []);
        file = CraftedPictures.Png(8, 8, before: [.. Enumerable.Repeat(empty, 2_000_000).SelectMany(chunk => chunk)]);
        Assert.Equal(new PixelSize(8, 8), ImageDecoder.Decode(file).Size);
        Assert.Equal(new PixelSize(700, 700), ImageDecoder.Decode(CraftedPictures.Png(700, 700, chunkLength: 1)).Size);
    }

    [Theory]
    [InlineData(0xE1)]
    [InlineData(0xE2)]
    [InlineData(0xED)]
    [InlineData(0xFE)]
    public void Metadata_cost_nothing_in_a_jpeg_file(byte marker)
    {
        var plain = CraftedPictures.Jpeg(64, 64, 3);
        foreach (var start in new[]
        {
            "Exif\0\0II*\0\u0008\0\0\0",
            "ICC_PROFILE\0\u0001\u0002",
            "http://ns.adobe.com/xap/1.0/\0",
            "MPF\0II*\0"
        })
        {
            var content = Filled(60_000);
            System.Text.Encoding.Latin1.GetBytes(start, content);
            var segment = CraftedPictures.Segment(marker, content);
            byte[] file = [.. plain[..2], .. Enumerable.Repeat(segment, 500).SelectMany(bytes => bytes), .. plain[2..]];
            Assert.InRange(
                PeakMemory.Of(() => Assert.Equal(ImageDecoder.Decode(plain).Pixels, ImageDecoder.Decode(file).Pixels)), 0, Slack);
        }
    }

    [Fact]
    public void Metadata_cost_nothing_in_a_webp_file()
    {
        foreach (var name in new[] { "EXIF", "XMP ", "ICCP", "quQu", "ANMF" })
        {
            var file = CraftedPictures.WebP(64, 48, lossless: false, name, 15 << 20);
            Assert.InRange(PeakMemory.Of(() => Assert.Equal(new PixelSize(64, 48), ImageDecoder.Decode(file).Size)), 0, Slack);
        }
    }

    [Fact]
    public void Thousands_of_scans_are_refused()
    {
        Assert.Equal(new PixelSize(8000, 8000), ImageDecoder.Decode(CraftedPictures.Jpeg(8000, 8000, 3, scans: 20)).Size);
        Assert.Equal(new PixelSize(64, 64), ImageDecoder.Decode(CraftedPictures.Jpeg(64, 64, 3, scans: 90)).Size);
        Assert.Throws<QwenException>(() => ImageDecoder.Decode(CraftedPictures.Jpeg(64, 64, 3, scans: 20_000)));
        foreach (var scans in new[] { 100, 100_000 })
        {
            var error = Assert.Throws<QwenException>(() => ImageDecoder.Decode(CraftedPictures.Jpeg(8000, 8000, 3, scans)));
            Assert.Contains("scans", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(LargePictures))]
    public async Task Decoding_is_cancelled(string name)
    {
        var file = Large[name]();
        Assert.Throws<OperationCanceledException>(
            () => ImageDecoder.Decode(file, Roomy, cancellationToken: new CancellationToken(canceled: true)));
        using var cancel = new CancellationTokenSource();
        var decoding = Task.Run(
            () => ImageDecoder.Decode(file, Roomy, cancellationToken: cancel.Token), TestContext.Current.CancellationToken);
        await Task.Delay(30, TestContext.Current.CancellationToken);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await cancel.CancelAsync();
        try
        {
            await decoding;
        }
        catch (OperationCanceledException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: ended {watch.ElapsedMilliseconds} ms after it was cancelled");
        }
    }

    private static byte[] Filled(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
