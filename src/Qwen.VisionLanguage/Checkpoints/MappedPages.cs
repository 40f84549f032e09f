using System.Globalization;
using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Tells the system that mapped pages are not needed for now. They would be given up under memory pressure anyway, but until then
/// they count as memory of this process, and whoever limits it (a container) would see a whole checkpoint.
/// </summary>
internal static unsafe partial class MappedPages
{
    private const int DontNeed = 4;

    /// <summary>Releases the pages on Linux; elsewhere the system trims them by itself.</summary>
    public static void Release(byte* start, long length)
    {
        if (OperatingSystem.IsLinux())
            _ = Advise(start, (nuint)length, DontNeed); // advice only: nothing is lost when it is not taken
    }

    /// <summary>
    /// Releases the pages of all mapped files of a folder: the runtime keeps its mappings open after it has packed the weights
    /// anew, and does not read them again.
    /// </summary>
    public static void ReleaseFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            // start-end permissions offset device inode path
            if (!line.Contains(folder, StringComparison.Ordinal))
                continue;
            var range = line.AsSpan(0, line.IndexOf(' '));
            var dash = range.IndexOf('-');
            var start = nuint.Parse(range[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var end = nuint.Parse(range[(dash + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Release((byte*)start, (long)(end - start));
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* start, nuint length, int advice);
}
