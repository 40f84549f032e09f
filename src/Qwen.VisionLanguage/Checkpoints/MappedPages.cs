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

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* start, nuint length, int advice);
}
