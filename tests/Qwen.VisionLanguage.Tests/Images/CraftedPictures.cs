using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using SkiaSharp;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>Picture files written by hand: large ones that are small as files, and ones with odd parts.</summary>
internal static class CraftedPictures
{
    /// <summary>A black PNG file.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="depth">Bits a sample.</param>
    /// <param name="colourType">0 grey, 2 colour, 4 grey with alpha, 6 colour with alpha.</param>
    /// <param name="interlaced">Whether it comes in seven passes.</param>
    /// <param name="before">Chunks before the data.</param>
    /// <param name="chunkLength">Bytes of data in a chunk.</param>
    public static byte[] Png(
        int width, int height, int depth = 8, int colourType = 2, bool interlaced = false, byte[]? before = null,
        int chunkLength = int.MaxValue)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)(interlaced ? 1 : 0));
        file.Write(Chunk("IHDR", header));
        file.Write(before ?? []);
        var channels = ((colourType & 2) != 0 ? 3 : 1) + ((colourType & 4) != 0 ? 1 : 0);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            (int X, int Y, int StepX, int StepY)[] passes = interlaced
                ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
                : [(0, 0, 1, 1)];
            foreach (var (x, y, stepX, stepY) in passes)
            {
                var (across, down) = ((width - x + stepX - 1) / stepX, (height - y + stepY - 1) / stepY);
                var row = new byte[1 + ((long)across * channels * depth + 7) / 8];
                for (var i = 0; i < down && across > 0; i++)
                    zlib.Write(row);
            }
        }

        for (var rest = data.ToArray().AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, chunkLength)..])
            file.Write(Chunk("IDAT", rest[..Math.Min(rest.Length, chunkLength)]));
        file.Write(Chunk("IEND", []));
        return file.ToArray();
    }

    /// <summary>A chunk of a PNG file.</summary>
    public static byte[] Chunk(string name, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        System.Text.Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4), Crc32.HashToUInt32(chunk.AsSpan(4..^4)));
        return chunk;
    }

    /// <summary>A progressive JPEG file of one colour.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="components">Number of components.</param>
    /// <param name="scans">Further scans, each of a first component's details, all zero.</param>
    /// <param name="sampling">Sampling of each component, across and down in four bits each.</param>
    public static byte[] Jpeg(int width, int height, int components, int scans = 0, byte sampling = 0x11)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        file.Write(Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]));
        List<byte> frame = [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, (byte)components];
        List<byte> scan = [(byte)components];
        for (var i = 1; i <= components; i++)
        {
            frame.AddRange([(byte)i, sampling, 0]);
            scan.AddRange([(byte)i, 0]);
        }

        file.Write(Segment(0xC2, [.. frame]));
        file.Write(Segment(0xC4, [0, 1, .. new byte[15], 0])); // for averages: one code of one bit, no change
        file.Write(Segment(0xC4, [0x10, 1, .. new byte[15], 0xE0])); // for details: one code, 2^14 blocks and more are zero
        file.Write(Segment(0xDA, [.. scan, 0, 0, 0]));
        var (unit, blocks) = ((sampling >> 4) * 8, (sampling >> 4) * (sampling & 15) * components);
        if (components == 1)
            (unit, blocks) = (8, 1);
        long units = (long)((width + unit - 1) / unit) * ((height + unit - 1) / unit);
        file.Write(new byte[(units * blocks + 7) / 8]);
        var runs = ((width + 7) / 8 * ((height + 7) / 8) >> 14) + 1;
        for (var i = 0; i < scans; i++)
        {
            file.Write(Segment(0xDA, [1, 1, 0, 1, 63, 0]));
            file.Write(new byte[(runs * 15 + 7) / 8]);
        }

        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    /// <summary>A segment of a JPEG file.</summary>
    public static byte[] Segment(byte marker, ReadOnlySpan<byte> content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A WebP file of coarse noise with a chunk of metadata behind it.</summary>
    public static byte[] WebP(int width, int height, bool lossless, string name = "XMP ", int metadata = 0)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var random = new Random(7);
        var row = new uint[width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width && y % 8 == 0; x++)
                row[x] = x % 8 == 0 ? 0xFF000000 | (uint)random.Next(1 << 24) : row[x - 1];
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(row).CopyTo(bitmap.GetPixelSpan()[(y * bitmap.RowBytes)..]);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Webp, lossless ? 100 : 50);
        var plain = data.ToArray();
        if (metadata == 0)
            return plain;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF\0\0\0\0WEBPVP8X"u8);
        writer.Write(10);
        writer.Write(0x2C); // a profile, EXIF and XMP
        writer.Write([(byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0]);
        writer.Write("ICCP"u8);
        writer.Write(metadata);
        writer.Write(new byte[metadata]);
        writer.Write(plain.AsSpan(12));
        writer.Write(System.Text.Encoding.ASCII.GetBytes(name));
        writer.Write(metadata);
        writer.Write(new byte[metadata]);
        file.Position = 4;
        writer.Write((int)file.Length - 8);
        return file.ToArray();
    }

    /// <summary>A GIF file whose only frame covers a part of it.</summary>
    public static byte[] Gif(int width, int height, int frameWidth, int frameHeight)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("GIF89a"u8);
        writer.Write((ushort)width);
        writer.Write((ushort)height);
        writer.Write([0x80, 0, 0, 255, 0, 0, 0, 255, 0]);
        writer.Write([0x21, 0xF9, 4, 1, 0, 0, 1, 0]); // the second colour is transparent
        writer.Write((byte)0x2C);
        writer.Write(0);
        writer.Write((ushort)frameWidth);
        writer.Write((ushort)frameHeight);
        writer.Write([0, 2]);

        // codes of growing length, each of which repeats the one before and one pixel more, until all is drawn
        var bits = new List<bool>();
        void Put(int code, int size)
        {
            for (var i = 0; i < size; i++)
                bits.Add((code >> i & 1) != 0);
        }

        Put(4, 3);
        Put(0, 3);
        long drawn = 1;
        for (int next = 6, size = 3, run = 2; drawn < (long)frameWidth * frameHeight; run++)
        {
            Put(next, size);
            drawn += run;
            if (++next == 1 << size && size < 12)
                size++;
            if (next < 4096)
                continue;
            Put(4, size);
            (next, size, run) = (6, 3, 1);
            Put(0, size);
            drawn++;
        }

        while (bits.Count % 8 != 0)
            bits.Add(false);
        for (var at = 0; at < bits.Count; at += 255 * 8)
        {
            var count = Math.Min(255, (bits.Count - at) / 8);
            writer.Write((byte)count);
            for (var i = 0; i < count; i++)
                writer.Write((byte)Enumerable.Range(0, 8).Sum(bit => bits[at + i * 8 + bit] ? 1 << bit : 0));
        }

        writer.Write([0, 0x3B]);
        return file.ToArray();
    }

    /// <summary>A black BMP file of 24 bits.</summary>
    public static byte[] Bmp(int width, int height)
    {
        var stride = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + stride * height];
        file.AsSpan(54).Fill(90); // what was never written is not held yet, and would be counted as the decoder's
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write("BM"u8);
        writer.Write(file.Length);
        writer.Write(0);
        writer.Write(54);
        writer.Write(40);
        writer.Write(width);
        writer.Write(height);
        writer.Write((short)1);
        writer.Write((short)24);
        return file;
    }
}
