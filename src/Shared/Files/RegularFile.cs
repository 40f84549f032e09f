using Microsoft.Win32.SafeHandles;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Files;

/// <summary>
/// Opens regular files and nothing else, without ever blocking, and says what was opened: the path of the very file behind the handle,
/// whatever links led to it and whatever they lead to by now.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="isAllowed">
    /// Asked with the path of what was found, free of links, before it is opened for reading; null where any file may be read.
    /// </param>
    /// <returns>The file, and its own path; null where <paramref name="isAllowed"/> said no.</returns>
    /// <exception cref="QwenException">It is not there, is no regular file, or may not be read.</exception>
    public static (SafeFileHandle Handle, string Path)? Open(string path, Func<string, bool>? isAllowed = null)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new QwenException($"The name '{path.Replace('\0', '�')}' holds a zero character: no file has such a name.");
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            return WindowsFile.Open(full, isAllowed);
        return OperatingSystem.IsLinux() ? LinuxFile.Open(full, isAllowed) : MacFile.Open(full, isAllowed);
    }

    /// <summary>
    /// Opens a file for reading and writing, or makes it: whatever else lies under that name, a link among it, is neither opened nor
    /// written through.
    /// </summary>
    /// <param name="path">Its path.</param>
    /// <param name="options">How it is used.</param>
    /// <param name="sharing">What others may do with it meanwhile.</param>
    /// <exception cref="QwenException">Something else is there.</exception>
    /// <exception cref="IOException">The disk refuses, or another process holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileStream OpenOrCreate(string path, FileOptions options = FileOptions.None, FileShare sharing = FileShare.None)
    {
        while (true)
        {
            try
            {
                // this never opens what is there
                return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, sharing, bufferSize: 0, options);
            }
            catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
            {
                if (Existing(Path.GetFullPath(path), options, sharing) is { } file)
                    return file;
            }
        }
    }

    /// <summary>A folder's own path, free of links; as it is where it does not exist.</summary>
    public static string ResolveFolder(string path)
    {
        var full = Path.GetFullPath(path);
        var resolved = OperatingSystem.IsWindows() ? WindowsFile.ResolveFolder(full)
            : OperatingSystem.IsLinux() ? LinuxFile.ResolveFolder(full)
            : MacFile.ResolveFolder(full);
        return Path.TrimEndingDirectorySeparator(resolved ?? full);
    }

    /// <summary>The exception for something that is no regular file.</summary>
    public static QwenException NotRegular(string path, string kind) =>
        new($"'{path}' is {kind}, and only regular files are read. Give the path of a file.");

    /// <summary>The exception for something that lies where a file is to be written.</summary>
    public static QwenException InTheWay(string path, string kind) =>
        new($"'{path}' is {kind}, where a file is to be written. Remove it, and run the same call again.");

    /// <summary>The exception for an error of the system.</summary>
    public static QwenException Failure(string path, int error) => error is 2 or 20 // no such entry, no folder on the way
        ? new QwenException($"There is no file '{path}'. Check the path.")
        : new QwenException($"'{path}' cannot be read: {new System.ComponentModel.Win32Exception(error).Message}.");

    private static FileStream? Existing(string path, FileOptions options, FileShare sharing)
    {
        if (OperatingSystem.IsLinux())
            return LinuxFile.OpenExisting(path, options, sharing);
        if (Directory.Exists(path))
            throw InTheWay(path, "a folder");
        if (!OperatingSystem.IsWindows() && MacFile.FindObstacle(path) is { } kind)
            throw InTheWay(path, kind);
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, sharing, bufferSize: 0, options);
    }
}
