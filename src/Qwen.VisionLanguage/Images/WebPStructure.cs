using System.Buffers.Binary;
using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>The chunks of a WebP file: name, length, content, a zero to an even length. Source: RFC 9649.</summary>
internal static class WebPStructure
{
    private const int FileHeader = 12, ChunkHeader = 8, ExtendedLength = 10;

    /// <summary>Flags of the extended header that stay: animation and alpha. The others announce metadata.</summary>
    private const byte KeptFlags = 0x12;

    /// <summary>
    /// Most codes that a lossless picture may switch between, the memory of one with its tables, and the least bits one takes.
    /// </summary>
    private const long MaxCodes = 1 << 16, CodeBytes = 12 << 10, LeastCodeBits = 20;

    /// <summary>Smallest area in which one code holds.</summary>
    private const int CodeArea = 16;

    /// <summary>
    /// Keeps the still picture, or the first frame of an animation, and reads the orientation; null where there is no picture.
    /// </summary>
    public static EncodedPicture? Read(ReadOnlyMemory<byte> memory)
    {
        var file = memory.Span;
        var parts = new PictureParts(memory);
        var header = file[..FileHeader].ToArray();
        parts.Insert(header);
        var orientation = SKEncodedOrigin.TopLeft;
        PixelSize? size = null;
        long kept = 4, lossless = 0;
        var (isExtended, hasPicture, hasAlpha) = (false, false, false);
        for (long at = FileHeader; file.Length - at >= ChunkHeader;)
        {
            var chunk = file[(int)at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]), whole = ChunkHeader + length + (length & 1);
            var content = chunk[ChunkHeader..(int)Math.Min(chunk.Length, ChunkHeader + length)];
            var name = chunk[..4];
            if (name.SequenceEqual("EXIF"u8) && content.Length == length)
                orientation = ExifOrientation.OfTiff(content);
            if (name.SequenceEqual("VP8X"u8) && !isExtended && content.Length >= ExtendedLength)
            {
                (isExtended, size) = (true, new PixelSize(Read24(content[4..]) + 1, Read24(content[7..]) + 1));
                var changed = chunk[..(int)Math.Min(chunk.Length, whole)].ToArray();
                changed[ChunkHeader] &= KeptFlags;
                parts.Insert(changed);
                kept += whole;
            }
            else if (!hasPicture && IsPicture(name))
            {
                hasPicture = !name.SequenceEqual("ALPH"u8) && !name.SequenceEqual("ANIM"u8);
                hasAlpha |= name.SequenceEqual("ALPH"u8) || name.SequenceEqual("ANMF"u8);
                lossless += name.SequenceEqual("VP8 "u8) || name.SequenceEqual("ANIM"u8) ? 0 : length;
                size ??= FrameSize(name, content);
                parts.Keep((int)at, (int)Math.Min(chunk.Length, whole));
                kept += whole;
            }

            at += whole;
        }

        if (size is not { } known || !hasPicture)
            return null;
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), (uint)Math.Min(kept, uint.MaxValue - 1));
        return new EncodedPicture(parts.Take())
        {
            Size = known,
            Orientation = orientation,

            // a copy of the frame, samples of a lossless picture or of a transparency that is coded like one, and the file
            BytesPerPixel = 4 + (lossless > 0 ? 4 : 0) + (hasAlpha ? 1 : 0),
            FixedBytes = kept + Math.Min(Math.Min(MaxCodes, known.Area / CodeArea + 1), 8 * lossless / LeastCodeBits) * CodeBytes,
        };
    }

    private static bool IsPicture(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("VP8 "u8) || name.SequenceEqual("VP8L"u8) || name.SequenceEqual("ALPH"u8)
        || name.SequenceEqual("ANIM"u8) || name.SequenceEqual("ANMF"u8);

    /// <summary>Size of a picture without an extended header: behind a tag and a start code, or packed behind a signature.</summary>
    private static PixelSize? FrameSize(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        if (name.SequenceEqual("VP8 "u8) && content.Length >= 10)
        {
            return new PixelSize(
                BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF);
        }

        if (!name.SequenceEqual("VP8L"u8) || content.Length < 5)
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
        return new PixelSize((int)(bits & 0x3FFF) + 1, (int)(bits >> 14 & 0x3FFF) + 1);
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
