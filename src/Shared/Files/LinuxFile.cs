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
    private const int CloseOnExec = 0x80000, DoNotWait = 0x800, OnlyPin = 0x200000, NotThroughLinks = 0x20000, NoSuchEntry = 2;
    private const int EmptyPath = 0x1000, InformationSize = 256, ModeAt = 28;
    private const int KindMask = 0xF000, Regular = 0x8000, Folder = 0x4000, Pipe = 0x1000, Socket = 0xC000, Link = 0xA000;

    /// <inheritdoc cref="RegularFile.Open"/>
    public static (SafeFileHandle Handle, string Path)? Open(string path, Func<string, bool>? isAllowed)
    {
        using var pin = Pin(path);
        if (pin.IsInvalid)
            throw RegularFile.Failure(path, Marshal.GetLastPInvokeError());
        var link = LinkOf(pin);
        var own = ReadLink(link) ?? throw RegularFile.Failure("/proc/self/fd", Marshal.GetLastPInvokeError());
        if (isAllowed is not null && !isAllowed(own))
            return null;
        var kind = ReadKind(pin);
        if (kind != Regular)
            throw RegularFile.NotRegular(path, Word(kind));
        var file = new SafeFileHandle(OpenFile(link, CloseOnExec | DoNotWait), ownsHandle: true);
        return file.IsInvalid ? throw RegularFile.Failure(path, Marshal.GetLastPInvokeError()) : (file, own);
    }

    /// <inheritdoc cref="RegularFile.ResolveFolder"/>
    public static string? ResolveFolder(string path)
    {
        using var pin = Pin(path);
        return pin.IsInvalid ? null : ReadLink(LinkOf(pin));
    }

    /// <summary>Opens what is there for writing; null where nothing is there any more.</summary>
    public static FileStream? OpenExisting(string path, FileOptions options, FileShare sharing)
    {
        using var pin = Pin(path, NotThroughLinks);
        if (pin.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            return error == NoSuchEntry ? null : throw RegularFile.Failure(path, error);
        }

        var kind = ReadKind(pin);
        if (kind != Regular)
            throw RegularFile.InTheWay(path, Word(kind));
        var pinned = LinkOf(pin);
        try
        {
            return new FileStream(pinned, FileMode.Open, FileAccess.ReadWrite, sharing, bufferSize: 0, options);
        }
        catch (IOException error)
        {
            throw new IOException(error.Message.Replace(pinned, path, StringComparison.Ordinal), error.HResult);
        }
    }

    private static string Word(int kind) => kind switch
    {
        Folder => "a folder",
        Pipe => "a pipe",
        Socket => "a socket",
        Link => "a link",
        _ => "a device",
    };

    private static string LinkOf(SafeFileHandle file) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}");

    // 64-bit ARM numbers the flag for links differently
    private static SafeFileHandle Pin(string path, int flags = 0)
    {
        if (flags == NotThroughLinks && RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm)
            flags = 0x8000;
        return new(OpenFile(path, CloseOnExec | OnlyPin | flags), ownsHandle: true);
    }

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
