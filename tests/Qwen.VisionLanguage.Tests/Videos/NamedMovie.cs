using System.Buffers.Binary;
using System.Text;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>An MP4 file whose header names things without end: readers look through all earlier names for each.</summary>
internal static class NamedMovie
{
    /// <summary>Puts names into the header, which is the last part of the file.</summary>
    public static byte[] AddNames(byte[] file, int count)
    {
        var header = file.AsSpan().LastIndexOf("moov"u8) - 4;
        Assert.Equal(file.Length - header, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(header)));
        byte[][] names = [.. Enumerable.Range(0, count).Select(i => Encoding.ASCII.GetBytes($"name{i}"))];
        var keys = Part("keys"u8, [.. Number(0), .. Number(count), .. names.SelectMany(name => Part("mdta"u8, name))]);
        byte[] value = Part("data"u8, [.. Number(1), .. Number(0), (byte)'v']);
        var values = Part("ilst"u8, [.. Enumerable.Range(1, count).SelectMany(i => Part(Number(i), value))]);
        var handler = Part("hdlr"u8, [.. new byte[8], .. "mdta"u8, .. new byte[12]]);
        var added = Part("meta"u8, [.. handler, .. keys, .. values]);
        return [.. file[..header], .. Number(file.Length - header + added.Length), .. file[(header + 4)..], .. added];
    }

    private static byte[] Part(ReadOnlySpan<byte> kind, byte[] content) => [.. Number(8 + content.Length), .. kind, .. content];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
