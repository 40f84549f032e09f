using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>Where threads run and how much they matter, as the system takes it: always the thread that calls.</summary>
/// <param name="Processors">Processors to share out among threads; null for any.</param>
/// <param name="Priority">Against other programs.</param>
internal sealed partial record ThreadPlacement(IReadOnlyList<int>? Processors, ThreadPriority Priority)
{
    private const int MostProcessors = 1024; // of glibc's cpu_set_t

    /// <summary>The placement that options ask for; null where they leave it to the system.</summary>
    /// <exception cref="QwenException">A processor's number makes no sense.</exception>
    public static ThreadPlacement? Of(QwenCpuOptions? options)
    {
        if (options is null or { Processors: null, Priority: ThreadPriority.Normal })
            return null;
        if (options.Processors is { Count: 0 })
            throw new QwenException("Cpu.Processors is empty: name at least one processor, or leave it out.");
        foreach (var processor in options.Processors ?? [])
        {
            if (processor is < 0 or >= MostProcessors)
                throw new QwenException($"Cpu.Processors names processor {processor}: numbers go from 0 to {MostProcessors - 1}.");
        }

        return new ThreadPlacement(options.Processors, options.Priority);
    }

    /// <summary>Places the calling thread, the given one of its pool.</summary>
    /// <exception cref="QwenException">The system says no.</exception>
    public void Apply(int thread)
    {
        if (Processors is not null)
            Bind(Processors[thread % Processors.Count]);
        if (Priority == ThreadPriority.Normal)
            return;
        Thread.CurrentThread.Priority = Priority;
        if (!OperatingSystem.IsLinux())
            return;

        // .NET leaves priorities alone there: nice values, of which every thread has its own
        var nice = Priority switch
        {
            ThreadPriority.Lowest => 19,
            ThreadPriority.BelowNormal => 10,
            ThreadPriority.AboveNormal => -5,
            _ => -10,
        };
        if (SetPriority(0, 0, nice) != 0)
            throw new QwenException(
                $"The system refuses the priority {Priority} (error {Marshal.GetLastPInvokeError()}). Use a lower one.");
    }

    private static unsafe void Bind(int processor)
    {
        bool done;
        if (OperatingSystem.IsLinux())
        {
            var mask = stackalloc ulong[MostProcessors / 64];
            new Span<ulong>(mask, MostProcessors / 64).Clear();
            mask[processor / 64] = 1UL << (processor % 64);
            done = SetAffinity(0, MostProcessors / 8, mask) == 0;
        }
        else if (OperatingSystem.IsWindows())
        {
            done = processor < 64 && SetThreadAffinityMask(GetCurrentThread(), (nuint)1 << processor) != 0;
        }
        else
        {
            throw new QwenException("Cpu.Processors works on Linux and Windows only; leave it out here.");
        }

        if (!done)
            throw new QwenException(
                $"Threads cannot run on processor {processor} here (error {Marshal.GetLastPInvokeError()}). "
                + $"There are {Environment.ProcessorCount} for this process.");
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static unsafe partial int SetAffinity(int thread, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int nice);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nuint SetThreadAffinityMask(nint thread, nuint mask);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentThread();
}
