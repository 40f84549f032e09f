using System.IO.Pipes;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>
/// Ends the programs of this process where it cannot do so itself, because it was killed: a shell that waits for the end of a pipe whose
/// other end only this process has. The system closes that end however the process goes.
/// </summary>
/// <remarks>
/// The system's own signal on a parent's death is none of use: it comes when the thread that started the program ends. Where there is
/// no such shell, and outside of Linux and Windows, a program that hangs outlives a process that is killed.
/// </remarks>
internal static unsafe class Caretaker
{
    private const int DoNotWait = 1, WriteOnly = 1, FirstFreeNumber = 3;

    // programs are known by the mark of this process, wherever they have gone; what cannot be killed is not tried for ever
    private const string Script = "trap '' HUP INT QUIT TERM; cd /; read -r line; i=0; "
        + "while [ $i -lt 8 ]; do ids=; for f in $(grep -lsF \"$1\" /proc/[0-9]*/environ); do f=${f#/proc/}; ids=\"$ids ${f%/environ}\"; "
        + "done; [ -n \"$ids\" ] || exit 0; kill -KILL $ids; i=$((i+1)); done";

    private static readonly Lock starting = new();
    private static AnonymousPipeServerStream? pipe;

    /// <summary>The shell's number; 0 where there is none.</summary>
    public static int Id { get; private set; }

    /// <summary>Starts it, once, or again where somebody has ended it.</summary>
    public static void EnsureRunning()
    {
        if (!MemoryShell.CanLimit)
            return;
        lock (starting)
        {
            if (Id > 0 && LibC.WaitForProcess(Id, out _, DoNotWait) == 0)
                return;
            pipe?.Dispose();
            pipe = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
            Id = Start(pipe);
            pipe.DisposeLocalCopyOfClientHandle();
        }
    }

    // where it does not start, programs run within their limits all the same
    private static int Start(AnonymousPipeServerStream pipe)
    {
        byte* actions = stackalloc byte[LibC.OpaqueSize], attributes = stackalloc byte[LibC.OpaqueSize];
        var signals = stackalloc byte[LibC.OpaqueSize];
        using var arguments = new NativeTexts(["sh", "-c", Script, "sh", $"{ProcessMark.Variable}={ProcessMark.OfThisProcess}"]);
        using var environment = new NativeTexts([$"PATH={Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"}"]);
        using var numbers = new FileNumbers();
        _ = LibC.InitializeActions(actions);
        _ = LibC.InitializeAttributes(attributes);
        try
        {
            _ = LibC.AddDuplicate(actions, numbers.Above(pipe.ClientSafePipeHandle, FirstFreeNumber), 0);
            _ = LibC.AddOpen(actions, 1, "/dev/null", WriteOnly, 0);
            _ = LibC.AddOpen(actions, 2, "/dev/null", WriteOnly, 0);
            _ = LibC.FillSignals(signals);
            _ = LibC.SetDefaultSignals(attributes, signals);
            _ = LibC.EmptySignals(signals);
            _ = LibC.SetBlockedSignals(attributes, signals);
            _ = LibC.SetFlags(attributes, LibC.SpawnFlags);
            return LibC.Spawn(out var id, MemoryShell.Program, actions, attributes, arguments.Pointers, environment.Pointers) == 0 ? id : 0;
        }
        finally
        {
            _ = LibC.DestroyAttributes(attributes);
            _ = LibC.DestroyActions(actions);
        }
    }
}
