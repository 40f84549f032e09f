using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Qwen.Shared.Files;

/// <summary>Files on macOS: opened without waiting, then their kind and their own path are asked of the handle.</summary>
internal static unsafe partial class MacFile
{
    private const int CloseOnExec = 0x1000000, DoNotWait = 0x4, NoTerminal = 0x20000, NotThroughLinks = 0x100;
    private const int GetPath = 50, PathSize = 1024, InformationSize = 256, ModeAt = 4;
    private const int KindMask = 0xF000, Regular = 0x8000, Folder = 0x4000, Pipe = 0x1000;

    /// <inheritdoc cref="RegularFile.Open"/>
    public static (SafeFileHandle Handle, string Path)? Open(string path, Func<string, bool>? isAllowed)
    {
        var file = new SafeFileHandle(OpenFile(path, CloseOnExec | DoNotWait | NoTerminal), ownsHandle: true);
        try
        {
            if (file.IsInvalid)
                throw RegularFile.Failure(path, Marshal.GetLastPInvokeError());
            var own = ReadPath(file) ?? throw RegularFile.Failure(path, Marshal.GetLastPInvokeError());
            if (isAllowed is not null && !isAllowed(own))
                return null;
            var kind = ReadKind(file);
            if (kind != Regular)
                throw RegularFile.NotRegular(path, Word(kind));
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
        using var folder = new SafeFileHandle(OpenFile(path, CloseOnExec | DoNotWait | NoTerminal), ownsHandle: true);
        return folder.IsInvalid ? null : ReadPath(folder);
    }

    /// <summary>What lies at a path instead of a regular file; null where one does.</summary>
    public static string? FindObstacle(string path)
    {
        using var file = new SafeFileHandle(OpenFile(path, CloseOnExec | DoNotWait | NoTerminal | NotThroughLinks), ownsHandle: true);
        if (file.IsInvalid)
            return new FileInfo(path).LinkTarget is null ? null : "a link";
        var kind = ReadKind(file);
        return kind == Regular ? null : Word(kind);
    }

    private static string Word(int kind) => kind switch { Folder => "a folder", Pipe => "a pipe", _ => "a device" };

    // on Apple's ARM machines, arguments behind the named ones are passed in memory: six in between fill the registers
    private static string? ReadPath(SafeFileHandle file)
    {
        var bytes = stackalloc byte[PathSize];
        var number = (int)file.DangerousGetHandle();
        var result = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ControlInMemory(number, GetPath, 0, 0, 0, 0, 0, 0, bytes)
            : Control(number, GetPath, bytes);
        return result == 0 ? Marshal.PtrToStringUTF8((nint)bytes) : null;
    }

    private static int ReadKind(SafeFileHandle file)
    {
        var information = stackalloc byte[InformationSize];
        var number = (int)file.DangerousGetHandle();
        var result = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ReadInformation(number, information)
            : ReadInformationIntel(number, information);
        return result == 0 ? *(ushort*)(information + ModeAt) & KindMask : 0;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int file, int command, byte* buffer);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlInMemory(int file, int command, nint a, nint b, nint c, nint d, nint e, nint f, byte* buffer);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static partial int ReadInformation(int file, byte* information);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int ReadInformationIntel(int file, byte* information);
}
