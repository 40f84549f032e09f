using Microsoft.Win32.SafeHandles;
using Qwen.Shared.Files;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Media;

/// <summary>Decides which files of this machine a conversation may name. None, until the host allows folders.</summary>
internal sealed class AllowedFolders
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string[] folders;

    private readonly string setting;

    /// <summary>Takes the host's list; links in it are followed now.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="setting">What a host sets to allow more, for messages.</param>
    public AllowedFolders(IEnumerable<string> folders, string setting = "AllowedFolders")
    {
        this.folders = [.. folders.Select(RegularFile.ResolveFolder)];
        this.setting = setting;
    }

    /// <summary>
    /// Opens the file that a <c>file:</c> address names. Links are followed; what counts is where the very file that they led to lies.
    /// Whatever becomes of the name afterwards, this file is what is read.
    /// </summary>
    /// <exception cref="QwenException">
    /// The file lies outside every allowed folder, on another machine, does not exist, or is no regular file.
    /// </exception>
    public SourceFile Open(Uri address)
    {
        if (folders.Length == 0)
        {
            throw new QwenException(
                $"'{address}' is a file of this machine, and no folder is allowed: " +
                $"the host sets {setting}, or give the bytes as DataContent.");
        }

        if (address.IsUnc || !string.IsNullOrEmpty(address.Host))
            throw new QwenException($"'{address}' lies on another machine: only files of this machine can be read.");
        var path = address.LocalPath;
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new QwenException($"'{address}' holds a zero character: no file has such a name.");

        (SafeFileHandle Handle, string Path)? file;
        try
        {
            file = RegularFile.Open(path, IsAllowed);
        }
        catch (QwenException) when (!IsAllowed(Path.GetFullPath(path)))
        {
            file = null; // what there is elsewhere, or is not, is not told
        }

        return file is { } found
            ? new SourceFile(found.Handle, found.Path)
            : throw new QwenException($"'{address}' lies outside the folders in {setting}.");
    }

    private bool IsAllowed(string path) => folders.Any(folder => Contains(folder, path));

    private static bool Contains(string folder, string path) =>
        path.Length > folder.Length
        && path.StartsWith(folder, PathComparison)
        && (Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);
}
