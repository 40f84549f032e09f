using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>
/// The directories of a TIFF file, one for each page: entries of a tag, a type, a count and a value or where the values lie. Sources:
/// TIFF 6.0 and, for files beyond 4 GiB, BigTIFF.
/// </summary>
internal static class TiffStructure
{
    private const int MaxPages = 100_000, MaxEntries = 4096;

    /// <summary>Tags that are read here.</summary>
    private const int SubfileType = 254, Width = 256, Height = 257, BitsPerSample = 258, Orientation = 274, SamplesPerPixel = 277,
        TileWidth = 322, TileHeight = 323, ExtraSamples = 338;

    /// <summary>Bits of the subfile's type: a smaller copy, and a mask for another page.</summary>
    private const long IsThumbnail = 1, IsMask = 4;

    private static readonly int[] TypeLengths = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

    /// <summary>Where the directories of the pages lie; thumbnails and masks are no pages.</summary>
    /// <exception cref="QwenException">The list is damaged, or goes round in a circle.</exception>
    public static IReadOnlyList<long> FindPages(ReadOnlySpan<byte> file)
    {
        var reader = new TiffReader(file);
        var pages = new List<long>();
        var seen = new HashSet<long>();
        for (var at = reader.FirstDirectory; at != 0;)
        {
            if (!seen.Add(at) || seen.Count > MaxPages)
                throw new QwenException("The TIFF picture's list of pages is damaged: it has no end. Save the file again.");
            var count = reader.CountEntries(at);
            if (count is < 1 or > MaxEntries)
            {
                if (pages.Count > 0)
                    break; // what comes before can be read
                throw Damaged();
            }

            var type = reader.Find(at, count, SubfileType) is { } entry ? reader.Value(entry) : 0;
            if ((type & (IsThumbnail | IsMask)) == 0)
                pages.Add(at);
            at = reader.NextDirectory(at, count);
        }

        return pages.Count > 0 ? pages : throw Damaged();
    }

    /// <summary>Reads what one page is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where its directory lies.</param>
    /// <exception cref="QwenException">The directory is damaged.</exception>
    public static TiffPage ReadPage(ReadOnlySpan<byte> file, long offset)
    {
        var reader = new TiffReader(file);
        var count = reader.CountEntries(offset);
        for (var i = 0; i < count; i++)
        {
            // lists reach no further than the file, so that nobody makes room for more
            var (type, values) = reader.Shape(offset, i);
            if (values < 0 || values * TypeLengths[Math.Min((int)type, 14)] > file.Length)
                throw Damaged();
        }

        var size = new PixelSize(Number(reader, Width, 0), Number(reader, Height, 0));
        if (size.Width < 1 || size.Height < 1)
            throw Damaged();
        var (samples, bits) = (Number(reader, SamplesPerPixel, 1), Number(reader, BitsPerSample, 1));
        if (samples is < 1 or > 64 || bits is < 1 or > 64)
            throw Damaged();

        // a tile or a strip is held whole, and a strip may be the whole picture
        long tile = (long)Number(reader, TileWidth, 1) * Number(reader, TileHeight, 1) * samples * ((bits + 7) / 8);
        return new TiffPage(
            offset,
            new EncodedPicture([])
            {
                Size = size,
                Orientation = Number(reader, Orientation, 1) is var way and >= 1 and <= 8 ? (SKEncodedOrigin)way : SKEncodedOrigin.TopLeft,
                BytesPerPixel = samples * ((bits + 7) / 8),
                FixedBytes = 2 * tile,
            },
            reader.Find(offset, count, ExtraSamples) is { } extra ? (TiffAlpha)Math.Clamp(reader.Value(extra), 0, 2) : null);

        int Number(TiffReader from, int tag, int otherwise) =>
            from.Find(offset, count, tag) is { } entry ? (int)Math.Clamp(from.Value(entry), 0, int.MaxValue) : otherwise;
    }

    private static QwenException Damaged() => new("The TIFF picture's header is damaged or cut off. Get the file again.");
}
