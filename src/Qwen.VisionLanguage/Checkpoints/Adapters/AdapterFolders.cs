namespace Qwen.VisionLanguage.Checkpoints.Adapters;

/// <summary>Finds what belongs together: a model's folder and an adapter's.</summary>
internal static class AdapterFolders
{
    /// <summary>The folder of the model and that of the adapter; null where there is none.</summary>
    /// <param name="folder">A checkpoint, a checkpoint with an adapter beside its weights, or an adapter alone.</param>
    /// <param name="adapter">An adapter for it; null where none is named.</param>
    /// <exception cref="QwenException">The two do not go together, or the base of an adapter is not found.</exception>
    public static (string Folder, string? Adapter) Resolve(string folder, string? adapter)
    {
        var (isModel, hasAdapter) = (File.Exists(Path.Combine(folder, CheckpointFiles.ConfigFile)), Has(folder));
        if (adapter is null)
            return !hasAdapter ? (folder, null) : isModel ? (folder, folder) : (FindBase(folder), folder);
        if (!Has(adapter))
            throw new QwenException(
                $"{adapter} is no adapter: it has no {AdapterConfig.FileName}. Give the folder of a LoRA adapter of PEFT.");
        if (hasAdapter && folder != adapter)
        {
            throw new QwenException(isModel
                ? $"{folder} has an adapter beside its weights already; a second one ({adapter}) is not merged. Remove one of them."
                : $"{folder} is an adapter itself. Give the folder of its base model, and the adapter with it.");
        }

        return isModel ? (folder, adapter) : (hasAdapter ? FindBase(folder) : folder, adapter);
    }

    private static bool Has(string folder) => File.Exists(Path.Combine(folder, AdapterConfig.FileName));

    private static string FindBase(string folder)
    {
        var name = AdapterConfig.Read(Path.Combine(folder, AdapterConfig.FileName)).Base;
        foreach (var candidate in Candidates(folder, name))
        {
            if (File.Exists(Path.Combine(candidate, CheckpointFiles.ConfigFile)))
                return Path.GetFullPath(candidate);
        }

        throw new QwenException(
            $"{folder} holds an adapter (LoRA) without its base "
            + $"model{(name is null ? "" : $" '{(name.Length > 100 ? name[..100] + "…" : name)}'")}, which is not beside it and "
                + "not in the folder 'models'. Give the folder of the base model, and this one as its adapter (--adapter).");
    }

    // as it is named, beside the adapter, and where downloads are put
    private static IEnumerable<string> Candidates(string folder, string? name)
    {
        if (name is null || name.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
            yield break;
        if (Path.IsPathFullyQualified(name))
            yield return name;
        var last = name.Replace('\\', '/').TrimEnd('/').Split('/')[^1];
        if (last is "" or "." or "..")
            yield break;
        if (Path.GetDirectoryName(folder) is { } parent)
            yield return Path.Combine(parent, last);
        yield return Path.GetFullPath(Path.Combine("models", last));
    }
}
