using System.Buffers.Binary;
using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>Reads the orientation out of EXIF metadata, and nothing else of them.</summary>
internal static class ExifOrientation
{
    private const int OrientationTag = 0x0112;
    private const int ByteType = 1, ShortType = 3, LongType = 4;

    /// <summary>Most entries of the directory that are looked at.</summary>
    private const int MaxEntries = 256;

    /// <summary>The orientation of a JPEG file's segment; null where it holds none.</summary>
    public static SKEncodedOrigin? OfSegment(ReadOnlySpan<byte> segment) =>
        segment.Length > 6 && segment.StartsWith("Exif\0"u8) ? Find(segment[6..]) : null; // and a byte to fill up

    /// <summary>The orientation that a block of metadata names; upright where it names none or is damaged.</summary>
    public static SKEncodedOrigin OfTiff(ReadOnlySpan<byte> tiff) => Find(tiff) ?? SKEncodedOrigin.TopLeft;

    /// <summary>Looks for the tag in the first directory: entries of 12 bytes, tag, type, count, value.</summary>
    private static SKEncodedOrigin? Find(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return null;
        var little = tiff[0] == 'I';
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return null;
        var count = Math.Min(MaxEntries, Short(tiff[(int)directory..], little));
        var entries = tiff[((int)directory + 2)..];
        for (var i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (Short(entries, little) != OrientationTag)
                continue;

            // a short is meant; some writers make it a byte or a long
            var value = Short(entries[2..], little) switch
            {
                ByteType => entries[8],
                ShortType => Short(entries[8..], little),
                LongType => Short(entries[(little ? 8 : 10)..], little),
                _ => 0,
            };
            return value is >= 1 and <= 8 ? (SKEncodedOrigin)value : null;
        }

        return null;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
