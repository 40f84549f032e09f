namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Checks names before they become parts of addresses or paths.</summary>
internal static class HubNames
{
    private const int MaxLength = 200;

    /// <summary>Passes <c>owner/name</c> or <c>name</c>.</summary>
    /// <exception cref="QwenException">Anything else.</exception>
    public static void CheckRepository(string repository)
    {
        var parts = repository.Split('/');
        if (parts.Length is not (1 or 2) || !parts.All(CheckpointFiles.IsPlainName) || repository.Contains("..", StringComparison.Ordinal))
            throw new QwenException(
                $"'{Cut(repository)}' is not the name of a repository. Give owner and name, for example Qwen/Qwen2.5-VL-3B-Instruct.");
    }

    /// <summary>Passes names of branches, tags and commits.</summary>
    /// <exception cref="QwenException">Anything else.</exception>
    public static void CheckRevision(string revision)
    {
        if (revision.Length > MaxLength || !revision.Split('/').All(CheckpointFiles.IsPlainName)
            || revision.Contains("..", StringComparison.Ordinal))
            throw new QwenException($"'{Cut(revision)}' is not the name of a branch, tag or commit.");
    }

    /// <summary>Passes relative paths inside the repository; a listing with any other name is not to be trusted.</summary>
    /// <exception cref="QwenException">A rooted path, a path that climbs, or control characters.</exception>
    public static void CheckListed(string name, string source)
    {
        if (name.Length == 0 || name.Any(c => char.IsControl(c) || c is '\\' or ':')
            || name.Split('/').Any(part => part is "" or "." or ".."))
            throw new QwenException(
                $"{source} lists a file with the name '{Cut(name)}', which would lie outside the target folder. Do not trust this source.");
    }

    /// <summary>Escapes a revision for an address; the hub wants its slashes escaped too.</summary>
    public static string Escape(string revision) => Uri.EscapeDataString(revision);

    private static string Cut(string text) => text.Length > 100 ? text[..100] + "…" : text;
}
