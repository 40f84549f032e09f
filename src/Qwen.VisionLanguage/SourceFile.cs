using Microsoft.Win32.SafeHandles;
using Qwen.Shared.Files;
using Qwen.Shared.OutsidePrograms;

namespace Qwen.VisionLanguage;

/// <summary>
/// A regular file that was opened once: what it held then is what is read, whatever becomes of its name. Programs are given the open file.
/// </summary>
/// <remarks>Safe for concurrent use. Whoever opens it disposes it, unless it is handed on to an object that says it does.</remarks>
public sealed class SourceFile : IDisposable
{
    /// <summary>Takes an open file.</summary>
    /// <param name="handle">The file, open for reading; belongs to this object from now on.</param>
    /// <param name="path">Its own path, free of links.</param>
    public SourceFile(SafeFileHandle handle, string path)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentException.ThrowIfNullOrEmpty(path);
        (Handle, Path) = (handle, path);
    }

    /// <summary>The path of the file itself when it was opened, free of links.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    /// <exception cref="QwenException">The system does not tell.</exception>
    public long Length => Do(() => RandomAccess.GetLength(Handle));

    /// <summary>When it was changed last, in universal time.</summary>
    /// <exception cref="QwenException">The system does not tell.</exception>
    public DateTime Written => Do(() => File.GetLastWriteTimeUtc(Handle));

    /// <summary>The open file.</summary>
    internal SafeFileHandle Handle { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="QwenException">There is none, it is no regular file (a folder, a pipe, a device), or it may not be
    /// read.</exception>
    public static SourceFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (handle, own) = RegularFile.Open(path)!.Value;
        return new SourceFile(handle, own);
    }

    /// <summary>Opens a temporary file, which stays its owner's.</summary>
    internal static SourceFile Open(TemporaryFile file) =>
        TemporaryFile.IsNameless ? new SourceFile(file.Open(), file.Path) : Open(file.Path);

    /// <summary>Reads bytes from the beginning.</summary>
    /// <param name="count">How many, or fewer where the file is shorter.</param>
    /// <exception cref="QwenException">The file cannot be read.</exception>
    public byte[] ReadStart(int count) => Read(0, count);

    /// <summary>Reads bytes from a place.</summary>
    /// <param name="offset">The place, at least 0.</param>
    /// <param name="count">How many, or fewer where the file ends before.</param>
    /// <exception cref="QwenException">The file cannot be read.</exception>
    public byte[] Read(long offset, int count) => Do(() =>
    {
        var bytes = new byte[Math.Clamp(RandomAccess.GetLength(Handle) - offset, 0, count)];
        int read, at = 0;
        do
        {
            read = RandomAccess.Read(Handle, bytes.AsSpan(at), offset + at);
            at += read;
        }
        while (read > 0 && at < bytes.Length);
        return at == bytes.Length ? bytes : bytes[..at];
    });

    /// <summary>Reads the whole file.</summary>
    /// <param name="maxBytes">Most bytes that it may have.</param>
    /// <param name="limit">What sets that limit, for the message.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="QwenException">The file is larger, or cannot be read.</exception>
    public async Task<byte[]> ReadAllAsync(long maxBytes, string limit, CancellationToken cancellationToken = default)
    {
        var length = Length;
        if (length > Math.Min(maxBytes, Array.MaxLength))
            throw new QwenException($"'{Path}' has {length} bytes, more than the limit of {maxBytes} ({limit}). Make it smaller.");
        try
        {
            var bytes = new byte[length];
            int read, at = 0;
            do
            {
                read = await RandomAccess.ReadAsync(Handle, bytes.AsMemory(at), at, cancellationToken).ConfigureAwait(false);
                at += read;
            }
            while (read > 0 && at < bytes.Length);
            return at == bytes.Length ? bytes : bytes[..at];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"'{Path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// The file for a program. Where opening an inherited file shares its position, as on macOS, it is opened anew by its name.
    /// </summary>
    /// <returns>The open file, and whether the caller disposes it.</returns>
    /// <exception cref="QwenException">Another file is there by now.</exception>
    internal (SafeFileHandle Handle, bool IsOwned) ForProgram()
    {
        if (!OperatingSystem.IsMacOS())
            return (Handle, false);
        var again = RegularFile.Open(Path, path => path == Path)
            ?? throw new QwenException($"'{Path}' was exchanged while it was being read. Try again.");
        return (again.Handle, true);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => Handle.Dispose();

    private T Do<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"'{Path}' cannot be read: {error.Message}", error);
        }
    }
}
