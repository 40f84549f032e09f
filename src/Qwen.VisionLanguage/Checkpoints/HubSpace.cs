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

        if (Estimate(folder, files) is { Fits: false } estimate)
            throw new QwenException(
                $"The disk of {folder} has {estimate.FreeBytes / 1e9:0.0} GB free, the download needs {estimate.Bytes / 1e9:0.0} GB. "
                + "Make room or choose another folder.");
    }

    /// <summary>What is still to come, and the room for it.</summary>
    public static HubEstimate Estimate(string folder, IReadOnlyList<HubFile> files) =>
        new((long)Math.Min(long.MaxValue, files.Sum(file => (decimal)Missing(folder, file))), FreeBytes(folder));

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
            return new DriveInfo(Existing(folder)).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        return folder;
    }
}
