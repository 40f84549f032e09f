using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Working memory in pages of 2 MB where Linux gives them on request: with pages of 4 kB the first picture of a kind writes to ten
/// thousands of them for the first time, each a call into the system.
/// </summary>
internal static unsafe partial class LargePages
{
    /// <summary>Bytes of one.</summary>
    public const int Bytes = 2 << 20;

    private const int Alignment = 64, AdviseHuge = 14; // MADV_HUGEPAGE

    /// <summary>Memory to be freed by <see cref="NativeMemory.AlignedFree"/>, at a multiple of 64 at least.</summary>
    public static void* Allocate(nuint bytes)
    {
        if (bytes < 2 * Bytes || !OperatingSystem.IsLinux())
            return NativeMemory.AlignedAlloc(bytes, Alignment);
        var memory = NativeMemory.AlignedAlloc(bytes, Bytes);
        // whole pages only, so that nothing becomes resident behind the end; a system that refuses leaves small ones
        _ = Advise(memory, bytes / Bytes * Bytes, AdviseHuge);
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
