using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using Qwen.Shared.Files;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>Hashes of a file, 64 bits for each megabyte: any part of it can be checked without reading the rest.</summary>
/// <remarks>They tell damage from what was written; they are no protection against somebody who changes both.</remarks>
internal static class ChunkHashes
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = sizeof(ulong);

    private const int ChunkBytes = 1 << 20;
    private const int PieceBytes = 64 << 10;
    private const int SampledChunks = 16;

    /// <summary>The hashes of a whole file. // [chunks · 8]</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] Compute(string path, CancellationToken cancellationToken)
    {
        using var file = RegularFile.Open(path)!.Value.Handle;
        var hashes = new byte[Count(RandomAccess.GetLength(file)) * HashBytes];
        Each([.. Enumerable.Range(0, hashes.Length / HashBytes)], file, (chunk, hash) =>
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hashes.AsSpan(chunk * HashBytes), hash);
            return true;
        }, cancellationToken);
        return hashes;
    }

    /// <summary>Looks for a part that differs: in all of the file, or in its ends and some other parts that chance chooses.</summary>
    /// <returns>First byte of a part that differs; null where none was found.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static long? FindDifference(string path, byte[] hashes, bool sampled, CancellationToken cancellationToken)
    {
        using var file = RegularFile.Open(path)!.Value.Handle;
        var count = hashes.Length / HashBytes;
        if (Count(RandomAccess.GetLength(file)) != count)
            return 0;

        long? difference = null;
        int[] chunks = sampled && count > SampledChunks
            ? [0, count - 1, .. Enumerable.Range(2, SampledChunks - 2).Select(_ => Random.Shared.Next(count))]
            : [.. Enumerable.Range(0, count)];
        Each(chunks, file, (chunk, hash) =>
        {
            if (hash == BinaryPrimitives.ReadUInt64LittleEndian(hashes.AsSpan(chunk * HashBytes)))
                return true;
            difference = (long)chunk * ChunkBytes;
            return false;
        }, cancellationToken);
        return difference;
    }

    private static int Count(long length) => checked((int)((length + ChunkBytes - 1) / ChunkBytes));

    private static void Each(int[] chunks, SafeFileHandle file, Func<int, ulong, bool> use, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, chunks.Length, new ParallelOptions { CancellationToken = cancellationToken }, (i, state) =>
            {
                var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
                if (!use(chunks[i], Hash(file, (long)chunks[i] * ChunkBytes, buffer.AsSpan(0, PieceBytes))))
                    state.Stop();
                ArrayPool<byte>.Shared.Return(buffer);
            });
        }
        catch (AggregateException error) when (error.InnerExceptions.OfType<IOException>().FirstOrDefault() is { } cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }

    /// <summary>Of a megabyte, or of what there is up to the end of the file.</summary>
    private static ulong Hash(SafeFileHandle file, long offset, Span<byte> buffer)
    {
        var hash = new XxHash3();
        for (int done = 0, read; done < ChunkBytes; done += read)
        {
            read = RandomAccess.Read(file, buffer[..Math.Min(buffer.Length, ChunkBytes - done)], offset + done);
            if (read == 0)
                break;
            hash.Append(buffer[..read]);
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
