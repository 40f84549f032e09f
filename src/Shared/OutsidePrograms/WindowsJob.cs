using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>A job object: its processes share a limit of memory and end with it, also where this process is killed.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsJob : IDisposable
{
    private const int Accounting = 1, AccountingSize = 48, ExtendedLimits = 9;
    private const uint LimitJobMemory = 0x200, DieOnUnhandledException = 0x400, KillOnClose = 0x2000;

    private readonly SafeFileHandle job;

    /// <summary>Creates an empty job.</summary>
    public WindowsJob(long maxMemory)
    {
        job = CreateJob(null, null);
        var limits = new Limits { Flags = LimitJobMemory | DieOnUnhandledException | KillOnClose, JobMemory = (nuint)maxMemory };
        if (job.IsInvalid || !SetInformation(job, ExtendedLimits, &limits, (uint)sizeof(Limits)))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Puts a process into the job; what it starts from now on belongs to it as well.</summary>
    public void Add(SafeProcessHandle process)
    {
        // a program that has ended already cannot be added, and need not be
        _ = Assign(job, process);
    }

    /// <summary>How long the processes of the job have computed, those that have ended too; null where it is not told.</summary>
    public TimeSpan? ReadProcessorTime()
    {
        // it begins with the times in user and in system mode, in ticks
        var answer = stackalloc long[AccountingSize / sizeof(long)];
        return !job.IsClosed && QueryInformation(job, Accounting, answer, AccountingSize, null)
            ? TimeSpan.FromTicks(answer[0] + answer[1])
            : null;
    }

    /// <summary>Ends every process of the job.</summary>
    public void Kill()
    {
        if (!job.IsClosed)
            _ = Terminate(job, 1);
    }

    /// <inheritdoc/>
    public void Dispose() => job.Dispose();

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial SafeFileHandle CreateJob(void* security, void* name);

    [LibraryImport("kernel32", EntryPoint = "SetInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformation(SafeFileHandle job, int kind, void* information, uint length);

    [LibraryImport("kernel32", EntryPoint = "QueryInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryInformation(SafeFileHandle job, int kind, void* information, uint length, uint* written);

    [LibraryImport("kernel32", EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Assign(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", EntryPoint = "TerminateJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Terminate(SafeFileHandle job, uint exitCode);

    // basic limits, counters of input and output, memory
    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public long ProcessTime;
        public long JobTime;
        public uint Flags;
        public nuint MinWorkingSet;
        public nuint MaxWorkingSet;
        public uint ActiveProcesses;
        public nuint Affinity;
        public uint Priority;
        public uint Scheduling;
        public fixed ulong Counters[6];
        public nuint ProcessMemory;
        public nuint JobMemory;
        public nuint PeakProcessMemory;
        public nuint PeakJobMemory;
    }
}
