using System.Buffers.Binary;

namespace Qwen.Screens.Android;

/// <summary>
/// Finds the picture in what <c>screencap</c> wrote: devices with several displays write warnings before it, some shells a line end
/// behind it, and some turn every line end in it into two characters.
/// </summary>
internal static class PngInOutput
{
    private const byte Return = 0x0D, NewLine = 0x0A;
    private const int ChunkFrame = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The PNG file alone; null where there is none.</summary>
    public static byte[]? Find(byte[] output)
    {
        for (var start = 0; Next(output, start) is { } at; start = at + 1)
        {
            var file = output.AsSpan(at);
            if (!file.StartsWith(Signature))
                file = Mend(file);
            if (file.StartsWith(Signature))
                return file[..EndOf(file)].ToArray();
        }

        return null;
    }

    private static int? Next(byte[] output, int start) =>
        output.AsSpan(start).IndexOf(Signature[..4]) is >= 0 and var index ? start + index : null;

    // how often the line ends were written anew shows in the signature, which has one of each kind for that purpose
    private static Span<byte> Mend(ReadOnlySpan<byte> file)
    {
        var added = 0;
        while (added + 5 < file.Length && file[4 + added] == Return)
            added++;
        added--;
        if (added < 1)
            return [];
        var mended = new byte[file.Length];
        var length = 0;
        for (var i = 0; i < file.Length; i++)
        {
            if (file[i] == NewLine)
            {
                for (var k = 0; k < added && length > 0 && mended[length - 1] == Return; k++)
                    length--;
            }

            mended[length++] = file[i];
        }

        return mended.AsSpan(0, length);
    }

    // behind the chunk that ends a file there is nothing of it; one that breaks off has no such chunk
    private static int EndOf(ReadOnlySpan<byte> file)
    {
        for (var at = Signature.Length; at + ChunkFrame <= file.Length;)
        {
            var end = at + ChunkFrame + (long)BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (end > file.Length)
                break;
            if (file.Slice(at + 4, 4).SequenceEqual("IEND"u8))
                return (int)end;
            at = (int)end;
        }

        return file.Length;
    }
}
