namespace Qwen.VisionLanguage.Graphs;

/// <summary>Finds converted files that are not as they were written.</summary>
internal static class ConversionCheck
{
    /// <summary>
    /// Checks files that a manifest lists: all of a file that this machine has not read through yet or that has another size or
    /// time since, otherwise samples of it.
    /// </summary>
    /// <returns>The names of those that are damaged.</returns>
    public static IReadOnlyList<string> FindDamaged(
        string folder, ConversionManifest manifest, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var known = CheckedFiles.Open(folder);
        var (damaged, read) = (new List<string>(), false);
        foreach (var file in files)
        {
            var expected = manifest.Files[file];
            var sampled = known.Knows(file, expected);
            if (Difference(Path.Combine(folder, file), expected, sampled, cancellationToken) is not null)
            {
                damaged.Add(file);
            }
            else if (!sampled)
            {
                known.Add(file, expected);
                read = true;
            }
        }

        if (read)
            known.Save();
        return damaged;
    }

    /// <summary>What is wrong with a file, as part of a sentence; null where nothing is.</summary>
    public static string? Difference(string path, ConvertedFile expected, bool sampled, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path))
                return "is missing";
            if (new FileInfo(path).Length is var length && length != expected.Length)
                return $"has {length} bytes instead of {expected.Length}";
            return ChunkHashes.FindDifference(path, expected.Hashes, sampled, cancellationToken) is { } position
                ? $"is damaged in the megabyte from byte {position} on"
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or QwenException)
        {
            return $"cannot be read ({error.Message.TrimEnd('.')})";
        }
    }
}
