using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Machine code in pages of its own: written first, made executable after, never both at once. They stay until the process ends.
/// </summary>
internal static unsafe partial class ExecutablePages
{
    private const int Read = 1, Write = 2, Execute = 4; // PROT_*
    private const int PrivateAnonymous = 0x22; // MAP_PRIVATE | MAP_ANONYMOUS
    private const uint CommitReserve = 0x3000, Release = 0x8000, PageReadWrite = 0x04, PageExecuteRead = 0x20;

    /// <summary>The address of the code, or null and why the system refused.</summary>
    public static byte* TryLoad(ReadOnlySpan<byte> code, out string? refusal)
    {
        refusal = null;
        var bytes = (nuint)code.Length;
        if (OperatingSystem.IsWindows())
        {
            var pages = VirtualAlloc(null, bytes, CommitReserve, PageReadWrite);
            if (pages == null)
            {
                refusal = $"VirtualAlloc refused {bytes} bytes (error {Marshal.GetLastPInvokeError()})";
                return null;
            }

            code.CopyTo(new Span<byte>(pages, code.Length));
            if (VirtualProtect(pages, bytes, PageExecuteRead, out _) != 0)
                return pages;
            refusal = $"VirtualProtect refused executable pages (error {Marshal.GetLastPInvokeError()})";
            _ = VirtualFree(pages, 0, Release);
            return null;
        }

        var map = MemoryMap(null, bytes, Read | Write, PrivateAnonymous, -1, 0);
        if ((nint)map == -1)
        {
            refusal = $"mmap refused {bytes} bytes (error {Marshal.GetLastPInvokeError()})";
            return null;
        }

        code.CopyTo(new Span<byte>(map, code.Length));
        if (MemoryProtect(map, bytes, Read | Execute) == 0)
            return map;
        refusal = $"mprotect refused executable pages (error {Marshal.GetLastPInvokeError()})";
        _ = MemoryUnmap(map, bytes);
        return null;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* MemoryMap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MemoryProtect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MemoryUnmap(void* address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial byte* VirtualAlloc(void* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int VirtualProtect(void* address, nuint size, uint protection, out uint old);

    [LibraryImport("kernel32")]
    private static partial int VirtualFree(void* address, nuint size, uint type);
}
