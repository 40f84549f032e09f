using System.Runtime.InteropServices;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>The calls of the C library that start, bound and end a program. Numbers are those of 64-bit Linux and macOS.</summary>
internal static unsafe partial class LibC
{
    /// <summary>Room for any of the opaque structures below.</summary>
    public const int OpaqueSize = 1024;

    /// <summary>The signal that cannot be caught.</summary>
    public const int SigKill = 9;

    /// <summary>The limit of private, writable memory (Linux).</summary>
    public const int LimitData = 2;

    /// <summary>The limit of address space (Linux).</summary>
    public const int LimitAddressSpace = 9;

    /// <summary>Open, duplicate into the place 0 and up, do not wait, and so on.</summary>
    public const int DuplicateAbove = 1030, ByProcess = 1, Exited = 4, InterruptedCall = 4;

    /// <summary>A permission that <see cref="MayUse"/> asks for, and errors of what cannot be run.</summary>
    public const int ToExecute = 1, NoSuchFile = 2, PermissionDenied = 13;

    /// <summary>Leaves what has ended for <see cref="WaitForProcess"/>.</summary>
    public static int LeaveWaitable => OperatingSystem.IsMacOS() ? 0x20 : 0x01000000;

    /// <summary>
    /// A session of its own, default handling and no blocking of signals; on macOS no open file beyond those that are named.
    /// </summary>
    public static short SpawnFlags => (short)(0x0C | (OperatingSystem.IsMacOS() ? 0x4400 : 0x80));

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(out int id, string path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MayUse(string path, int permission);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitializeActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(void* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(void* actions, int to, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitializeAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaultSignals(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetBlockedSignals(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    public static partial int FillSignals(void* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int EmptySignals(void* signals);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitForId(int kind, int id, void* information, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitForProcess(int id, out int status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int id, int signal);

    /// <summary>Sets a limit of another process (Linux): two numbers of 64 bits, the soft and the hard one.</summary>
    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    public static partial int SetLimit(int id, int resource, ulong* limit, void* previous);

    /// <summary>fcntl with a number; on Linux only, where such a call is passed like any other.</summary>
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int file, int command, int value);
}
