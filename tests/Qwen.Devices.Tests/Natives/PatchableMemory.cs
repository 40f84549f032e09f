using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Qwen.Devices.Tests.Natives;

/// <summary>Overwrites a pointer in memory that a native library keeps read-only.</summary>
internal static unsafe partial class PatchableMemory
{
    /// <summary>Writes <paramref name="value"/> at <paramref name="address"/>, in this process only.</summary>
    public static void Write(nint address, nint value)
    {
        if (OperatingSystem.IsWindows())
        {
            const uint readWrite = 4;
            if (!VirtualProtect(address, (nuint)sizeof(nint), readWrite, out var before))
                throw new Win32Exception();
            *(nint*)address = value;
            VirtualProtect(address, (nuint)sizeof(nint), before, out _);
            return;
        }

        // Pages stay writable here: what protection they had is not worth parsing /proc for.
        const int readAndWrite = 3;
        var page = (nint)Environment.SystemPageSize;
        var start = address / page * page;
        if (ProtectMemory(start, (nuint)(address + sizeof(nint) - start), readAndWrite) != 0)
            throw new Win32Exception();
        *(nint*)address = value;
    }

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(nint address, nuint size, uint protection, out uint previous);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectMemory(nint address, nuint size, int protection);
}
