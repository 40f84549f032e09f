namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Makes the target folder and says before the first byte if the disk is too small.</summary>
internal static class HubSpace
{
    /// <summary>Makes the folder and compares free space with what is still to come.</summary>
    /// <exception cref="QwenException">The folder cannot be made or the space does not suffice.</exception>
    public static void Prepare(string folder, IReadOnlyList<HubFile> files)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"The folder {folder} cannot be made: {error.Message}", error);
        }

        var needed = files.Sum(file => (decimal)Missing(folder, file));
        if (FreeBytes(folder) is { } free && needed > free)
            throw new QwenException($"The disk of {folder} has {free / 1e9:0.0} GB free, the download needs {needed / 1_000_000_000m:0.0} GB. Make room or choose another folder.");
    }

    private static long Missing(string folder, HubFile file)
    {
        var path = Path.Combine(folder, file.Name);
        var size = file.Size ?? 0;
        if (File.Exists(path) && new FileInfo(path).Length == size)
            return 0;
        var part = new FileInfo(path + ".part");
        return Math.Max(0, size - (part.Exists ? part.Length : 0));
    }

    // null where the system does not say (network paths)
    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
