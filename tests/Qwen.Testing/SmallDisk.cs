using System.Diagnostics;

namespace Qwen.Testing;

/// <summary>A disk of its own that is soon full, where this account may mount one (Linux, as its administrator).</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TempFolder folder;

    private SmallDisk(TempFolder folder) => this.folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Path => folder.Path;

    /// <summary>Mounts a disk in memory; null where that is not allowed.</summary>
    public static SmallDisk? TryMount(int kilobytes)
    {
        if (!OperatingSystem.IsLinux() || !System.IO.File.Exists("/bin/mount"))
            return null;
        var folder = new TempFolder();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder.Path))
            return new SmallDisk(folder);
        folder.Dispose();
        return null;
    }

    /// <summary>A file on it.</summary>
    public string File(string name) => folder.File(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        // lazily, where somebody still has a file open
        if (!Run("umount", folder.Path))
            Run("umount", "-l", folder.Path);
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
