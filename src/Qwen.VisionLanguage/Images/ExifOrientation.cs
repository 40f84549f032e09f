using System.Buffers.Binary;
using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>Reads the orientation out of a PNG file's <c>eXIf</c> chunk, which Skia leaves unread.</summary>
internal static class ExifOrientation
{
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;

    /// <summary>The orientation; upright where the file names none or the chunk is damaged.</summary>
    public static SKEncodedOrigin OfPng(ReadOnlySpan<byte> file)
    {
        var rest = file[8..]; // behind the signature
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
                break;
            if (rest.Slice(4, 4).SequenceEqual("eXIf"u8))
                return OfTiff(rest.Slice(8, (int)length));
            rest = rest[((int)length + 12)..];
        }

        return SKEncodedOrigin.TopLeft;
    }

    /// <summary>Looks for the tag in the first directory: entries of 12 bytes, tag, type, count, value.</summary>
    private static SKEncodedOrigin OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return SKEncodedOrigin.TopLeft;
        var little = tiff[0] == 'I';
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return SKEncodedOrigin.TopLeft;
        var count = Short(tiff[(int)directory..], little);
        var entries = tiff[((int)directory + 2)..];
        for (var i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (Short(entries, little) == OrientationTag && Short(entries[2..], little) == ShortType)
                return Short(entries[8..], little) is var value and >= 1 and <= 8 ? (SKEncodedOrigin)value : SKEncodedOrigin.TopLeft;
        }

        return SKEncodedOrigin.TopLeft;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
