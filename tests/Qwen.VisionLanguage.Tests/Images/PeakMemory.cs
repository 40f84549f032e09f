using System.Globalization;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>The most memory that this process held while something ran, as Linux tells.</summary>
internal static class PeakMemory
{
    /// <summary>Bytes above what was held before; skips the test where nobody tells.</summary>
    public static long Of(Action action)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Linux tells the height of memory in this way.");
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Read("VmRSS:");
        action();

        // pages that are given back in these moments may make it less than nothing
        return Math.Max(0, Read("VmHWM:") - before);
    }

    private static long Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }
}
