using BitMiracle.LibTiff.Classic;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>TIFF files of a small picture in many forms.</summary>
internal static class TiffFiles
{
    public const int Width = 37, Height = 21;

    /// <summary>A page in fax coding, written by another program: a black rectangle from 2,1 to 9,5 in 16 × 8.</summary>
    public static byte[] Fax { get; } = Convert.FromBase64String(
        "SUkqABAAAACXF//jgAgAgA0AAAEDAAEAAAAQAAAAAQEDAAEAAAAIAAAAAgEDAAEAAAABAAAAAwEDAAEAAAAEAAAABgEDAAEAAAAAAAAACgEDAAEAAAABAAAA"
        + "EQEEAAEAAAAIAAAAEgEDAAEAAAABAAAAFQEDAAEAAAABAAAAFgEDAAEAAAAIAAAAFwEEAAEAAAAIAAAAHAEDAAEAAAABAAAAKQEDAAIAAAAAAAEAAAAAAA==");

    /// <summary>The colours, red, green and blue.</summary>
    public static byte[] Pixels { get; } =
        [.. Enumerable.Range(0, Width * Height).SelectMany(i => new[] { (byte)(i * 3), (byte)(i / Width * 11), (byte)(i % Width * 6) })];

    /// <summary>A file of several pages; what is not said is 8 bits of red, green and blue as they are.</summary>
    public static byte[] Write(params Action<Tiff, int>[] pages)
    {
        using var memory = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("test", "w", memory, new TiffStream()))
        {
            foreach (var page in pages)
            {
                Describe(tiff, 3, 8);
                page(tiff, Width);
                tiff.WriteDirectory();
            }
        }

        return memory.ToArray();
    }

    /// <summary>A page of red, green and blue.</summary>
    public static void Rgb(Tiff tiff, Compression compression = Compression.NONE, int rowsPerStrip = 5)
    {
        tiff.SetField(TiffTag.COMPRESSION, compression);
        tiff.SetField(TiffTag.ROWSPERSTRIP, rowsPerStrip);
        for (var y = 0; y < Height; y++)
            tiff.WriteScanline(Pixels[(y * Width * 3)..((y + 1) * Width * 3)], y);
    }

    /// <summary>A page of samples row by row.</summary>
    public static void Samples(Tiff tiff, int samples, int bits, Func<int, byte[]> row)
    {
        Describe(tiff, samples, bits);
        for (var y = 0; y < Height; y++)
            tiff.WriteScanline(row(y), y);
    }

    private static void Describe(Tiff tiff, int samples, int bits)
    {
        tiff.SetField(TiffTag.IMAGEWIDTH, Width);
        tiff.SetField(TiffTag.IMAGELENGTH, Height);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, samples);
        tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
        tiff.SetField(TiffTag.PHOTOMETRIC, samples < 3 ? Photometric.MINISBLACK : Photometric.RGB);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.ROWSPERSTRIP, Height);
    }
}
