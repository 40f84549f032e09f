using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Qwen.VisionLanguage;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>A program in a session of its own.</summary>
/// <remarks>
/// It is started by the C library rather than by <see cref="System.Diagnostics.Process"/>, which can neither make a session nor hand over
/// an open file, and which gives the number of an ended program back to the system before its group can be killed.
/// </remarks>
internal sealed unsafe class UnixChild : IChildProcess
{
    /// <summary>The number under which the program has <see cref="ProgramRequest.File"/>.</summary>
    public const int FileNumber = 3;

    /// <summary>File numbers that the program is given; none of ours may be among them.</summary>
    private const int FirstFreeNumber = 10;

    private readonly Lock ending = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int id;
    private readonly string mark;
    private readonly AnonymousPipeServerStream? input;
    private readonly AnonymousPipeServerStream output;
    private readonly AnonymousPipeServerStream log;
    private bool isReaped;

    private UnixChild(
        int id, string mark, AnonymousPipeServerStream? input, AnonymousPipeServerStream output, AnonymousPipeServerStream log)
    {
        (this.id, this.mark, this.input, this.output, this.log) = (id, mark, input, output, log);
        new Thread(WaitForEnd, maxStackSize: 1 << 18) { IsBackground = true, Name = "Outside program" }.Start();
    }

    /// <inheritdoc/>
    public Stream? Input => input;

    /// <inheritdoc/>
    public Stream Output => output;

    /// <inheritdoc/>
    public Stream Log => log;

    /// <inheritdoc/>
    public Task Ended => ended.Task;

    /// <inheritdoc/>
    public int ExitCode { get; private set; }

    /// <summary>Starts a program.</summary>
    /// <exception cref="QwenException">It cannot be started.</exception>
    public static UnixChild Start(ProgramRequest request)
    {
        Caretaker.EnsureRunning();
        var mark = ProcessMark.Create();
        var input = request.Input is null ? null : new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var output = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        var log = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        try
        {
            var id = Spawn(request, mark, input?.ClientSafePipeHandle, output.ClientSafePipeHandle, log.ClientSafePipeHandle);
            input?.DisposeLocalCopyOfClientHandle();
            output.DisposeLocalCopyOfClientHandle();
            log.DisposeLocalCopyOfClientHandle();
            return new UnixChild(id, mark, input, output, log);
        }
        catch
        {
            input?.Dispose();
            output.Dispose();
            log.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public TimeSpan? ReadProcessorTime()
    {
        if (OperatingSystem.IsLinux())
            return SessionTime.Read(id);
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null; // it has ended
        }
    }

    /// <inheritdoc/>
    public void Kill(bool thorough)
    {
        lock (ending)
        {
            // the number stays ours until the program is reaped, whether it has ended or not
            if (!isReaped)
                _ = LibC.Kill(-id, LibC.SigKill);
        }

        if (thorough)
            ProcessMark.Kill(mark);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        input?.Dispose();
        output.Dispose();
        log.Dispose();

        // soon, as it was killed; where it hangs in the kernel it is reaped later
        if (ended.Task.IsCompleted || ended.Task.Wait(ProgramLife.Patience))
            Reap();
        else
            ended.Task.ContinueWith(_ => Reap(), TaskScheduler.Default);
    }

    private static int Spawn(ProgramRequest request, string mark, SafeHandle? input, SafeHandle output, SafeHandle log)
    {
        byte* actions = stackalloc byte[LibC.OpaqueSize], attributes = stackalloc byte[LibC.OpaqueSize];
        var signals = stackalloc byte[LibC.OpaqueSize];
        string[] command = [request.Program, .. request.Arguments];
        RequireProgram(request);
        var isLimited = MemoryShell.CanLimit;
        if (isLimited)
            command = MemoryShell.Limit(command, request.MaxMemory, request.MaxProcessor?.Time);
        using var arguments = new NativeTexts(command);
        using var environment = new NativeTexts(ReadEnvironment(request.Environment, mark));
        using var numbers = new FileNumbers();
        _ = LibC.InitializeActions(actions);
        _ = LibC.InitializeAttributes(attributes);
        try
        {
            if (input is null)
                _ = LibC.AddOpen(actions, 0, "/dev/null", 0, 0);
            else
                _ = LibC.AddDuplicate(actions, numbers.Above(input, FirstFreeNumber), 0);
            _ = LibC.AddDuplicate(actions, numbers.Above(output, FirstFreeNumber), 1);
            _ = LibC.AddDuplicate(actions, numbers.Above(log, FirstFreeNumber), 2);
            if (request.File is not null)
                _ = LibC.AddDuplicate(actions, numbers.Above(request.File, FirstFreeNumber), FileNumber);

            // .NET ignores SIGPIPE, and a program that inherited that would go on writing when nobody reads
            _ = LibC.FillSignals(signals);
            _ = LibC.SetDefaultSignals(attributes, signals);
            _ = LibC.EmptySignals(signals);
            _ = LibC.SetBlockedSignals(attributes, signals);
            _ = LibC.SetFlags(attributes, LibC.SpawnFlags);
            var path = isLimited ? MemoryShell.Program : request.Program;
            var error = LibC.Spawn(out var id, path, actions, attributes, arguments.Pointers, environment.Pointers);
            if (error != 0)
                throw NotStarted(request, error);
            if (!isLimited)
                LimitMemory(id, request.MaxMemory);
            return id;
        }
        finally
        {
            _ = LibC.DestroyAttributes(attributes);
            _ = LibC.DestroyActions(actions);
        }
    }

    // a shell would say so in the program's log only, and would look for a name without folder in places of its own
    private static void RequireProgram(ProgramRequest request)
    {
        if (!Path.IsPathFullyQualified(request.Program))
            throw NotStarted(request, LibC.NoSuchFile);
        if (LibC.MayUse(request.Program, LibC.ToExecute) != 0)
            throw NotStarted(request, Marshal.GetLastPInvokeError());
        if (Directory.Exists(request.Program))
            throw NotStarted(request, LibC.PermissionDenied);
    }

    private static QwenException NotStarted(ProgramRequest request, int error) =>
        new($"{request.Work}: '{request.Program}' could not be started: {new Win32Exception(error).Message}.");

    // where there is no shell: what the program allocates and forks in its first moment is not bounded
    private static void LimitMemory(int id, long bytes)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var limit = stackalloc ulong[2];
        limit[0] = limit[1] = (ulong)bytes;
        _ = LibC.SetLimit(id, LibC.LimitData, limit, null);
        limit[0] = limit[1] = (ulong)bytes + MemoryShell.ReservedBytes;
        _ = LibC.SetLimit(id, LibC.LimitAddressSpace, limit, null);
    }

    private static IEnumerable<string> ReadEnvironment(IReadOnlyDictionary<string, string> more, string mark)
    {
        var variables = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        foreach (var (name, value) in more)
            variables[name] = value;
        variables[ProcessMark.Variable] = mark;
        return variables.Select(variable => $"{variable.Key}={variable.Value}");
    }

    // a thread of its own sleeps in the kernel, at no cost; the program is left to be reaped when its group has been killed
    private void WaitForEnd()
    {
        var information = stackalloc byte[LibC.OpaqueSize];
        while (LibC.WaitForId(LibC.ByProcess, id, information, LibC.Exited | LibC.LeaveWaitable) != 0
            && Marshal.GetLastPInvokeError() == LibC.InterruptedCall)
        {
        }

        ExitCode = ReadExitCode(information);
        ended.SetResult();
    }

    // the structure begins with signal number, error, and the code 1 for an exit, 2 and up for a signal; then come the numbers of process
    // and user, and the status
    private static int ReadExitCode(byte* information)
    {
        var words = new ReadOnlySpan<int>(information, 8);
        var (code, status) = (words[2], words[OperatingSystem.IsMacOS() ? 5 : 6]);
        return code == 1 ? status : 128 + status;
    }

    private void Reap()
    {
        lock (ending)
        {
            if (!isReaped)
            {
                _ = LibC.Kill(-id, LibC.SigKill);
                _ = LibC.WaitForProcess(id, out _, 0);
                isReaped = true;
            }
        }
    }
}
