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
    public static FileIdentity Read(string path)
    {
        using var file = SourceFile.Open(path);
        return Read(file, path);
    }

    /// <summary>Looks at a file that is open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">The path by which it is known.</param>
    /// <exception cref="QwenException">It cannot be read.</exception>
    public static FileIdentity Read(SourceFile file, string path)
    {
        var length = file.Length;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(length));
        foreach (var from in new[] { 0, (length - Piece) / 2, length - Piece })
            hash.AppendData(file.Read(Math.Max(0, from), Piece));
        return new FileIdentity(
            System.IO.Path.GetFullPath(path), length, file.Written.Ticks, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether the content is the same; a file that was only touched or copied back is.</summary>
    public bool HasContentOf(FileIdentity other) => Size == other.Size && Hash == other.Hash;
}
