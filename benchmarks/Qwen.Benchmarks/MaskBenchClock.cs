using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Qwen.Benchmarks;

/// <summary>
/// Microseconds by the clock on the wall and by what the thread had of a processor, which on a machine shared with others is the
/// fairer of the two (Linux; elsewhere both are the wall's).
/// </summary>
internal readonly partial record struct MaskBenchClock(double Wall, double Processor)
{
    private const int ThreadProcessorTime = 3;

    public static MaskBenchClock Now()
    {
        var wall = Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency);
        if (!OperatingSystem.IsLinux() || GetTime(ThreadProcessorTime, out var time) != 0)
            return new MaskBenchClock(wall, wall);
        return new MaskBenchClock(wall, time.Seconds * 1e6 + time.Nanoseconds / 1e3);
    }

    public static MaskBenchClock Since(MaskBenchClock begun)
    {
        var now = Now();
        return new MaskBenchClock(now.Wall - begun.Wall, now.Processor - begun.Processor);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
