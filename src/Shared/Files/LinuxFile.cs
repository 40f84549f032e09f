using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Qwen.Shared.Files;

/// <summary>
/// Files on Linux. What a path leads to is first only pinned: that neither waits for the other end of a pipe nor wakes a device. Its kind
/// and its own path are looked at, and then that very thing is opened by way of the pin.
/// </summary>
internal static unsafe partial class LinuxFile
{
    private const int CloseOnExec = 0x80000, DoNotWait = 0x800, OnlyPin = 0x200000;
    private const int EmptyPath = 0x1000, InformationSize = 256, ModeAt = 28;
    private const int KindMask = 0xF000, Regular = 0x8000, Folder = 0x4000, Pipe = 0x1000, Socket = 0xC000;

    /// <inheritdoc cref="RegularFile.Open"/>
    public static (SafeFileHandle Handle, string Path)? Open(string path, Func<string, bool>? isAllowed)
    {
        using var pin = Pin(path);
        if (pin.IsInvalid)
            throw RegularFile.Failure(path, Marshal.GetLastPInvokeError());
        var link = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{pin.DangerousGetHandle()}");
        var own = ReadLink(link) ?? throw RegularFile.Failure("/proc/self/fd", Marshal.GetLastPInvokeError());
        if (isAllowed is not null && !isAllowed(own))
            return null;
        var kind = ReadKind(pin);
        if (kind != Regular)
            throw RegularFile.NotRegular(
                path, kind switch { Folder => "a folder", Pipe => "a pipe", Socket => "a socket", _ => "a device" });
        var file = new SafeFileHandle(OpenFile(link, CloseOnExec | DoNotWait), ownsHandle: true);
        return file.IsInvalid ? throw RegularFile.Failure(path, Marshal.GetLastPInvokeError()) : (file, own);
    }

    /// <inheritdoc cref="RegularFile.ResolveFolder"/>
    public static string? ResolveFolder(string path)
    {
        using var pin = Pin(path);
        return pin.IsInvalid ? null : ReadLink(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{pin.DangerousGetHandle()}"));
    }

    private static SafeFileHandle Pin(string path) => new(OpenFile(path, CloseOnExec | OnlyPin), ownsHandle: true);

    private static string? ReadLink(string link)
    {
        var bytes = stackalloc byte[4096];
        var length = ReadLink(link, bytes, 4096);
        return length is > 0 and < 4096 ? Marshal.PtrToStringUTF8((nint)bytes, (int)length) : null;
    }

    // the call whose structure is the same on every machine, by its number: not every C library has a name for it
    private static int ReadKind(SafeFileHandle file)
    {
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 332 : 291;
        byte* information = stackalloc byte[InformationSize], empty = stackalloc byte[1];
        *empty = 0;
        return Call(number, file.DangerousGetHandle(), empty, EmptyPath, 0x7FF, information) == 0
            ? BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(information + ModeAt, 2)) & KindMask
            : 0;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, byte* buffer, nint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint folder, byte* path, nint flags, nint mask, byte* information);
}
