using Qwen.VisionLanguage;

namespace Qwen.Orleans.Sources;

/// <summary>Which folders a silo may read.</summary>
internal static class FolderRules
{
    /// <summary>The path, where it lies in an allowed folder after links are followed.</summary>
    /// <exception cref="QwenException">It does not, or is not there.</exception>
    public static string Require(string path, IEnumerable<string> allowed)
    {
        var real = Real(Path.GetFullPath(path));
        if (!Path.Exists(real))
            throw new QwenException($"'{path}' is not there, as this silo sees it.");
        foreach (var folder in allowed)
        {
            var root = Path.TrimEndingDirectorySeparator(Real(Path.GetFullPath(folder)));
            if (real == root || real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return real;
        }

        throw new QwenException(
            $"'{path}' lies in no folder that this silo may read: its host sets {nameof(QwenFarmOptions)}."
            + $"{nameof(QwenFarmOptions.AllowedFolders)}.");
    }

    // every part of the path may be a link
    private static string Real(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;
        var here = Path.Combine(Real(parent), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.Exists && info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Real(target.FullName)
            : here;
    }
}
