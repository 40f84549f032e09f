using Qwen.VisionLanguage;

namespace Qwen.Shared.Files;

/// <summary>
/// Writes a file under a temporary name and renames it: under its own name there is the old file, the whole new one, or none, and an error
/// leaves nothing else. Folders on the way are made.
/// </summary>
internal static class WholeFile
{
    /// <summary>Writes bytes.</summary>
    /// <exception cref="QwenException">The file cannot be written: no permission, no space.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var content = bytes.ToArray();
        Write(path, stream => stream.Write(content));
    }

    /// <summary>Writes through a stream.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    public static void Write(string path, Action<FileStream> write) =>
        WriteAsync(path, "", temporary =>
        {
            using var stream = Create(temporary);
            write(stream);
            return Task.FromResult(true);
        }).GetAwaiter().GetResult(); // nothing in it waits

    /// <inheritdoc cref="Write(string, Action{FileStream})"/>
    public static Task WriteAsync(string path, Func<Stream, Task> write) => WriteAsync(path, "", async temporary =>
    {
        await using var stream = Create(temporary);
        await write(stream).ConfigureAwait(false);
        return true;
    });

    /// <summary>Lets somebody else write the file, under a temporary name with the same extension.</summary>
    /// <returns>What <paramref name="write"/> returned.</returns>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    public static Task<T> WriteAsync<T>(string path, Func<string, Task<T>> write) => WriteAsync(path, Path.GetExtension(path), write);

    private static async Task<T> WriteAsync<T>(string path, string extension, Func<string, Task<T>> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Guid.NewGuid():N}.tmp{extension}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            var result = await write(temporary).ConfigureAwait(false);
            File.Move(temporary, full, overwrite: true);
            return result;
        }
        catch (Exception error)
        {
            Remove(temporary);
            if (error is IOException or UnauthorizedAccessException)
                throw new QwenException($"'{path}' cannot be written: {error.Message}", error);
            throw;
        }
    }

    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // the error that led here is the one to report
        }
    }
}
