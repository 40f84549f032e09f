using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>What a picture file's own structure tells before anything is decoded.</summary>
/// <param name="Parts">
/// The file without what the decoder has no use for, in order: metadata can cost more than the picture, and colour profiles are ignored.
/// </param>
internal sealed record EncodedPicture(IReadOnlyList<ReadOnlyMemory<byte>> Parts)
{
    /// <summary>Size as stored; null where the decoder's word counts.</summary>
    public PixelSize? Size { get; init; }

    /// <summary>Memory that the decoder takes for each pixel besides its output, in bytes.</summary>
    public int BytesPerPixel { get; init; }

    /// <summary>Memory that it takes whatever the number of pixels, in bytes.</summary>
    public long FixedBytes { get; init; }

    /// <summary>How often each pixel is gone over.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>Which way is up.</summary>
    public SKEncodedOrigin Orientation { get; init; } = SKEncodedOrigin.TopLeft;

    /// <summary>Reads the structure of one format; null where the header is damaged or cut off.</summary>
    public static EncodedPicture? Read(string format, ReadOnlyMemory<byte> file) => format switch
    {
        "PNG" => PngStructure.Read(file),
        "JPEG" => JpegStructure.Read(file),
        "WebP" => WebPStructure.Read(file),

        // a frame that does not cover the picture is drawn in two steps
        "GIF" => new EncodedPicture([file]) { BytesPerPixel = 4 },
        _ => new EncodedPicture([file]),
    };

    /// <summary>Bytes that decoding to red, green and blue takes at its height.</summary>
    /// <param name="size">The size that the decoder states.</param>
    public long MemoryBytes(PixelSize size) => FixedBytes + (BytesPerPixel + OutputBytesPerPixel) * size.Area;

    // red, green, blue and alpha as decoded, and red, green and blue on white
    private const int OutputBytesPerPixel = 4 + 3;
}
