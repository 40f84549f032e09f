namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Finds the checkpoint that a folder of the hub's cache stands for, and what a checkpoint is called.</summary>
/// <remarks>That cache keeps <c>models--OWNER--NAME/snapshots/COMMIT/…</c>, and <c>refs/main</c> names the commit.</remarks>
internal static class CheckpointPlace
{
    private const string Prefix = "models--";
    private const string Snapshots = "snapshots";

    /// <summary>The folder of the files: the snapshot where a model of the cache is named, otherwise the folder itself.</summary>
    /// <exception cref="QwenException">The cache holds no snapshot of the model, or several of which none is the current one.</exception>
    public static string Resolve(string folder)
    {
        var snapshots = Path.Combine(folder, Snapshots);
        var main = Path.Combine(folder, "refs", "main");
        if (IsModel(folder) || !(Directory.Exists(snapshots) || File.Exists(main)))
            return folder;
        var all = Directory.Exists(snapshots) ? Directory.GetDirectories(snapshots).Where(IsModel).ToList() : [];
        var commit = File.Exists(main) ? ReadName(main) : null;
        if (all.FirstOrDefault(path => Path.GetFileName(path) == commit) is { } current)
            return current;
        return all.Count switch
        {
            1 => all[0],
            0 => throw new QwenException(
                $"{folder} is a model of the hub's cache whose {Snapshots}{Path.DirectorySeparatorChar}{commit ?? "…"} is not there or "
                + "has no config.json: the download is not complete. Run it again, or give the folder of a checkpoint."),
            _ => throw new QwenException(
                $"{folder} is a model of the hub's cache with several snapshots, and refs/main names none of them. Give one of "
                + $"{CheckpointFiles.Few(all)}."),
        };
    }

    /// <summary>What the model is called: the last part of its folder's path, or its name on the hub for a snapshot of the cache.</summary>
    public static string NameOf(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var parent = Path.GetDirectoryName(path);
        var model = parent is not null && Path.GetFileName(parent) == Snapshots ? Path.GetFileName(Path.GetDirectoryName(parent)) : null;
        return model?.StartsWith(Prefix, StringComparison.Ordinal) == true
            ? model[Prefix.Length..].Split("--")[^1]
            : Path.GetFileName(path);
    }

    /// <summary>Folders directly within one that are checkpoints, adapters or models of the cache.</summary>
    public static IReadOnlyList<string> FoldersWithin(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder)
            .Where(path => IsModel(path) || Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsModel(string folder) =>
        CheckpointFiles.IsThere(Path.Combine(folder, CheckpointFiles.ConfigFile))
        || File.Exists(Path.Combine(folder, "adapter_config.json"));

    // a plain name, or nothing
    private static string? ReadName(string path)
    {
        var text = System.Text.Encoding.UTF8.GetString(JsonFile.ReadBytes(path, 1 << 16)).Trim();
        return CheckpointFiles.IsPlainName(text) ? text : null;
    }
}
