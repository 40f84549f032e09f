using System.Buffers.Binary;
using SkiaSharp;

namespace Qwen.VisionLanguage.Images;

/// <summary>The marker segments of a JPEG file. Source: ITU-T T.81, annex B.</summary>
internal static class JpegStructure
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9;
    private const int BlockBytes = 64 * sizeof(short), BlockEdge = 8;

    /// <summary>Keeps what the decoder needs and reads the orientation; null where there is no frame header.</summary>
    public static EncodedPicture? Read(ReadOnlyMemory<byte> memory)
    {
        var file = memory.Span;
        var parts = new PictureParts(memory);
        parts.Keep(0, 2); // start of image
        SKEncodedOrigin? orientation = null;
        ReadOnlySpan<byte> frame = [];
        var (isProgressive, firstScan, scans) = (false, 0, 0);
        for (var at = 2; NextMarker(file, ref at) is { } marker;)
        {
            if (marker == EndOfImage)
            {
                parts.Keep(at, 2);
                break;
            }

            // a marker, its length with the two bytes that say it, its content; after a scan's header comes its data
            var length = at + 4 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]) : 0;
            if (length < 2)
                break;
            var end = Math.Min(file.Length, at + 2 + length);
            var content = file[Math.Min(at + 4, end)..end];
            if (IsFrame(marker) && frame.IsEmpty)
            {
                frame = content;
                isProgressive = (marker & 3) == 2;
            }

            if (marker == 0xE1)
                orientation ??= ExifOrientation.OfSegment(content);
            if (marker == StartOfScan)
            {
                firstScan = scans++ == 0 && content.Length > 0 ? content[0] : firstScan;
                end = FindScanEnd(file, end);
            }

            if (IsNeeded(marker, content))
                parts.Keep(at, end - at);
            at = end;
        }

        if (frame.Length < 6 || frame.Length < 6 + 3 * frame[5])
            return null;
        return new EncodedPicture(parts.Take())
        {
            Size = new PixelSize(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..])),
            Orientation = orientation ?? SKEncodedOrigin.TopLeft,

            // what comes in several scans is held as coefficients until the last one
            FixedBytes = isProgressive || firstScan < frame[5] ? CoefficientBytes(frame) : 0,
            Passes = Math.Max(1, scans),
        };
    }

    /// <summary>Goes to the next marker, over fill bytes and whatever else stands before it; null at the end.</summary>
    private static byte? NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        while (at + 1 < file.Length)
        {
            var skip = file[at..].IndexOf((byte)0xFF);
            if (skip < 0)
                return null;
            at += skip;
            if (at + 1 >= file.Length)
                return null;
            if (file[at + 1] is not (0 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD8)))
                return file[at + 1];
            at += file[at + 1] == 0xFF ? 1 : 2;
        }

        return null;
    }

    /// <summary>Where a scan's data end: at a marker that is no restart.</summary>
    private static int FindScanEnd(ReadOnlySpan<byte> file, int from)
    {
        for (var at = from; at < file.Length;)
        {
            var skip = file[at..].IndexOf((byte)0xFF);
            if (skip < 0)
                break;
            at += skip;
            if (at + 1 < file.Length && file[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
                return at;
            at += at + 1 < file.Length && file[at + 1] == 0xFF ? 1 : 2;
        }

        return file.Length;
    }

    // tables, frames, scans, restart intervals, and of applications' segments the two that say how colours are meant
    private static bool IsNeeded(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        0xE0 => content.StartsWith("JFIF\0"u8),
        0xEE => content.StartsWith("Adobe"u8),
        >= 0xE0 and <= 0xFE => false,
        _ => true,
    };

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    // each component is stored in whole units of all components together
    private static long CoefficientBytes(ReadOnlySpan<byte> frame)
    {
        long height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        int maxAcross = 1, maxDown = 1;
        long blocks = 0;
        for (var i = 0; i < frame[5]; i++)
        {
            var sampling = frame[7 + 3 * i];
            var (across, down) = (Math.Max(1, sampling >> 4), Math.Max(1, sampling & 15));
            (maxAcross, maxDown) = (Math.Max(maxAcross, across), Math.Max(maxDown, down));
            blocks += across * down;
        }

        var (unitsAcross, unitsDown) = (Units(width, maxAcross), Units(height, maxDown));
        return unitsAcross * unitsDown * blocks * BlockBytes;

        static long Units(long pixels, int sampling) => (pixels + BlockEdge * sampling - 1) / (BlockEdge * sampling);
    }
}
