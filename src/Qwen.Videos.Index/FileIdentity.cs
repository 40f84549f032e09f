using System.Security.Cryptography;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index;

/// <summary>What tells that a file is the one that was indexed.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Written">Time of the last change, in ticks of universal time.</param>
/// <param name="Hash">Of the size and of pieces at the start, in the middle and at the end.</param>
internal sealed record FileIdentity(string Path, long Size, long Written, string Hash)
{
    private const int Piece = 64 * 1024;

    /// <summary>Looks at a file as it is now.</summary>
    /// <exception cref="QwenException">There is none, or it cannot be read.</exception>
    public static async Task<FileIdentity> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new QwenException($"There is no file '{path}'. Check the path of the video.");
        try
        {
            await using var stream = new FileStream(
                file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(BitConverter.GetBytes(stream.Length));
            var piece = new byte[Piece];
            foreach (var from in new[] { 0, (stream.Length - Piece) / 2, stream.Length - Piece })
            {
                stream.Position = Math.Max(0, from);
                var read = await stream.ReadAtLeastAsync(piece, Piece, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                hash.AppendData(piece, 0, read);
            }

            var sum = Convert.ToHexStringLower(hash.GetHashAndReset());
            return new FileIdentity(file.FullName, stream.Length, file.LastWriteTimeUtc.Ticks, sum);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"The video '{file.FullName}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Whether the content is the same; a file that was only touched or copied back is.</summary>
    public bool HasContentOf(FileIdentity other) => Size == other.Size && Hash == other.Hash;
}
