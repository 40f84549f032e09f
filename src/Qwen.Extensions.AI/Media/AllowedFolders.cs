using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Media;

/// <summary>Decides which files of this machine a conversation may name. None, until the host allows folders.</summary>
internal sealed class AllowedFolders
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string[] folders;

    /// <summary>Takes the host's list; links in it are followed now.</summary>
    public AllowedFolders(IEnumerable<string> folders) =>
        this.folders = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(FollowLinks(Path.GetFullPath(folder))))];

    /// <summary>Full path of the file that a <c>file:</c> address names, links followed.</summary>
    /// <exception cref="QwenException">The file lies outside every allowed folder, on another machine, or does not exist.</exception>
    public string Resolve(Uri address)
    {
        if (folders.Length == 0)
        {
            throw new QwenException(
                $"'{address}' is a file of this machine, and no folder is allowed: " +
                "add its folder to QwenChatClientOptions.AllowedFolders, or send the bytes as DataContent.");
        }

        if (address.IsUnc || !string.IsNullOrEmpty(address.Host))
            throw new QwenException($"'{address}' lies on another machine: only files of this machine can be read.");

        var path = FollowLinks(Path.GetFullPath(address.LocalPath));
        if (!folders.Any(folder => Contains(folder, path)))
            throw new QwenException($"'{address}' lies outside the folders in QwenChatClientOptions.AllowedFolders.");
        if (!File.Exists(path))
            throw new QwenException($"There is no file '{address}'.");
        return path;
    }

    private static bool Contains(string folder, string path) =>
        path.Length > folder.Length
        && path.StartsWith(folder, PathComparison)
        && (Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);

    // a link anywhere on the way may lead out of an allowed folder, so every step is resolved
    private static string FollowLinks(string path)
    {
        var root = Path.GetPathRoot(path)!;
        var resolved = root;
        foreach (var step in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            resolved = Path.Combine(resolved, step);
            FileSystemInfo info = Directory.Exists(resolved) ? new DirectoryInfo(resolved) : new FileInfo(resolved);
            try
            {
                if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                    resolved = target.FullName;
            }
            catch (IOException exception)
            {
                throw new QwenException($"The link '{resolved}' cannot be followed: {exception.Message}", exception);
            }
        }

        return resolved;
    }
}
