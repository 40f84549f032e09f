using Qwen.VisionLanguage;

namespace Qwen.Cli.Files;

/// <summary>Writes a file under a temporary name and renames it when it is whole; an error leaves the old file and nothing else.</summary>
internal static class OutputFile
{
    /// <summary>Writes through <paramref name="write"/>; folders on the way are made.</summary>
    /// <exception cref="QwenException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                await write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error)
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            if (error is IOException or UnauthorizedAccessException)
                throw new QwenException($"'{path}' cannot be written: {error.Message}", error);
            throw;
        }
    }
}
