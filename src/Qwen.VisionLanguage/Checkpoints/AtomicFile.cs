namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Writes a file under a temporary name and renames it: under the final name there is the old file, the whole new one, or none.</summary>
internal static class AtomicFile
{
    /// <summary>Writes through <paramref name="write"/>; after an error nothing is left and the old file is untouched.</summary>
    /// <exception cref="QwenException">The file cannot be written: no permission, no space, no such folder.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error)
        {
            Remove(temporary);
            if (error is IOException or UnauthorizedAccessException)
                throw new QwenException($"{path} cannot be written: {error.Message}", error);
            throw;
        }
    }

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
