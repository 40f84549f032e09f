using System.Buffers.Binary;
using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>The chunks of a PNG file: length, name, content, checksum. Source: PNG specification, third edition.</summary>
internal static class PngStructure
{
    private const int SignatureLength = 8, Frame = 12, HeaderLength = 13, MaxPalette = 768, MaxTransparency = 256;

    /// <summary>Keeps header, palette, transparency and image data, and reads the orientation; null where there is no header.</summary>
    public static EncodedPicture? Read(ReadOnlyMemory<byte> memory)
    {
        var file = memory.Span;
        var parts = new PictureParts(memory);
        parts.Keep(0, SignatureLength);
        var orientation = SKEncodedOrigin.TopLeft;
        ReadOnlySpan<byte> header = [];
        var isTransparent = false;
        for (var at = SignatureLength; file.Length - at >= Frame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var name = file.Slice(at + 4, 4);
            var isWhole = length <= file.Length - at - Frame;
            var content = isWhole ? file.Slice(at + 8, (int)length) : file[(at + 8)..];
            if (header.IsEmpty && name.SequenceEqual("IHDR"u8))
                header = content;
            else if (isWhole && name.SequenceEqual("eXIf"u8))
                orientation = ExifOrientation.OfTiff(content);
            isTransparent |= name.SequenceEqual("tRNS"u8);
            var end = isWhole ? at + Frame + (int)length : file.Length;
            if (IsNeeded(name, length))
                parts.Keep(at, end - at);
            if (name.SequenceEqual("IEND"u8))
                break;
            at = end;
        }

        if (header.Length < HeaderLength)
            return null;
        var size = new PixelSize(BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        var (depth, colourType, isInterlaced) = (header[8], header[9], header[12] != 0);
        return new EncodedPicture(parts.Take())
        {
            Size = size,
            Orientation = orientation,

            // an interlaced picture is held whole, in its own depth, until its last pass
            BytesPerPixel = isInterlaced ? Channels(colourType, isTransparent) * (depth > 8 ? 2 : 1) : 0,
        };
    }

    // image data of no length is allowed, and costs time only
    private static bool IsNeeded(ReadOnlySpan<byte> name, uint length) =>
        name.SequenceEqual("IDAT"u8) ? length > 0
        : name.SequenceEqual("PLTE"u8) ? length <= MaxPalette
        : name.SequenceEqual("tRNS"u8) ? length <= MaxTransparency
        : name.SequenceEqual("IHDR"u8) ? length == HeaderLength
        : name.SequenceEqual("IEND"u8);

    // bit 0: an index into the palette, bit 1: colour, bit 2: alpha
    private static int Channels(byte colourType, bool isTransparent) =>
        ((colourType & 3) == 2 ? 3 : 1) + ((colourType & 4) != 0 || isTransparent ? 1 : 0);
}
