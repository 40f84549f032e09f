namespace Qwen.Shared.OutsidePrograms;

/// <summary>Looks at a running program now and then: whether it still does something, and how long it has computed.</summary>
/// <remarks>
/// A program that is only slow, because others keep the machine busy, is told from one that hangs by its processor time, and one whose
/// output nobody reads by that nobody waits for it. What is counted are looks, not what a clock shows: a machine that slept in between has
/// looked once.
/// </remarks>
internal static class ProgramWatch
{
    // looks that a bound is worth: it is overrun by one of them
    private const int Looks = 8;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromSeconds(2);

    /// <summary>Watches until the program ends or is to be ended.</summary>
    public static async Task RunAsync(IChildProcess child, ProgramRequest request, ProgramLife life)
    {
        if (request is { MaxIdle: null, MaxProcessor: null })
            return;
        TimeSpan?[] pauses = [request.MaxIdle?.Time / Looks, request.MaxProcessor?.Time / Looks, Longest];
        var pause = TimeSpan.FromTicks(Math.Max(pauses.Min()!.Value.Ticks, Shortest.Ticks));
        var (idle, written, spent) = (TimeSpan.Zero, 0L, TimeSpan.Zero);
        while (await GoesOnAsync(child, life, pause).ConfigureAwait(false))
        {
            if (child.ReadProcessorTime() is not { } now)
                continue;
            if (now > request.MaxProcessor?.Time)
                life.EndFor(ProgramEnd.Computing);
            var isAlive = now != spent || life.Written != written || !life.IsWaitedFor;
            (idle, written, spent) = (isAlive ? TimeSpan.Zero : idle + pause, life.Written, now);
            if (idle >= request.MaxIdle?.Time)
                life.EndFor(ProgramEnd.Idleness);
        }
    }

    private static async Task<bool> GoesOnAsync(IChildProcess child, ProgramLife life, TimeSpan pause)
    {
        try
        {
            await child.Ended.WaitAsync(pause, life.OrphanedOrEnded).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            // it is being ended or disposed
        }

        return false;
    }
}
