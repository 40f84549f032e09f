using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Qwen.Shared.Files;

/// <summary>
/// Files on Windows. While the handle is open nobody can write to the file, delete it, or rename it or a folder above it: its own path,
/// which holds no reparse point, stays what it is and can be handed on.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class WindowsFile
{
    private const uint Read = 0x80000000, ShareRead = 1, ShareAll = 7, OpenExisting = 3, Sequential = 0x08000000, AlsoFolders = 0x02000000;
    private const int OnDisk = 1, MaxPath = 1 << 15;

    /// <inheritdoc cref="RegularFile.Open"/>
    public static (SafeFileHandle Handle, string Path)? Open(string path, Func<string, bool>? isAllowed)
    {
        // names of devices and pipes begin in this way, once they are full paths
        if (path.StartsWith(@"\\.\", StringComparison.Ordinal))
            throw RegularFile.NotRegular(path, "a device");
        if (Directory.Exists(path))
            throw RegularFile.NotRegular(path, "a folder");
        var file = CreateFile(path, Read, ShareRead, null, OpenExisting, Sequential, 0);
        try
        {
            if (file.IsInvalid)
                throw RegularFile.Failure(path, Marshal.GetLastPInvokeError());
            if (GetFileType(file) != OnDisk)
                throw RegularFile.NotRegular(path, "a device");
            var own = ReadPath(file) ?? throw RegularFile.Failure(path, Marshal.GetLastPInvokeError());
            if (isAllowed is not null && !isAllowed(own))
                return null;
            (var opened, file) = (file, null);
            return (opened, own);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <inheritdoc cref="RegularFile.ResolveFolder"/>
    public static string? ResolveFolder(string path)
    {
        using var folder = CreateFile(path, 0, ShareAll, null, OpenExisting, AlsoFolders, 0);
        return folder.IsInvalid ? null : ReadPath(folder);
    }

    private static string? ReadPath(SafeFileHandle file)
    {
        var buffer = new char[MaxPath];
        uint length;
        fixed (char* start = buffer)
            length = GetFinalPath(file, start, MaxPath, 0);
        if (length is 0 or >= MaxPath)
            return null;
        var path = new string(buffer, 0, (int)length);
        return path.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + path[8..]
            : path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path[4..]
            : path;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(
        string path, uint access, uint sharing, void* security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32", EntryPoint = "GetFileType")]
    private static partial int GetFileType(SafeFileHandle file);

    [LibraryImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    private static partial uint GetFinalPath(SafeFileHandle file, char* buffer, uint size, uint flags);
}
