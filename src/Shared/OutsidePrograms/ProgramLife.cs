using System.Globalization;
using Qwen.VisionLanguage;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>Why and when a program is ended from here: by its caller, by time, by its output.</summary>
internal sealed class ProgramLife : IDisposable
{
    /// <summary>How long a program that was told to end, or whose output is kept open by others, is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ProgramRequest request;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource ended;
    private readonly CancellationTokenSource orphaned = new();
    private readonly CancellationTokenSource orphanedOrEnded;
    private volatile ProgramEnd end;
    private int waiting;
    private long written;

    /// <summary>Starts the time.</summary>
    public ProgramLife(ProgramRequest request, CancellationToken caller)
    {
        this.request = request;
        this.caller = caller;
        ended = CancellationTokenSource.CreateLinkedTokenSource(caller);
        orphanedOrEnded = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, orphaned.Token);
        Ended = ended.Token;
        Orphaned = orphaned.Token;
        OrphanedOrEnded = orphanedOrEnded.Token;

        // a timer rings a moment late, by which a short program is done
        if (request.MaxTime < TimeSpan.FromMilliseconds(1))
            ended.Cancel();
        else if (request.MaxTime < TimeSpan.FromMilliseconds(int.MaxValue))
            ended.CancelAfter(request.MaxTime);
    }

    /// <summary>The program is to be ended.</summary>
    public CancellationToken Ended { get; }

    /// <summary>The program has ended, and others keep its output open.</summary>
    public CancellationToken Orphaned { get; }

    /// <summary>One of the two.</summary>
    public CancellationToken OrphanedOrEnded { get; }

    /// <summary>Whether somebody waits for the program at this moment.</summary>
    public bool IsWaitedFor => Volatile.Read(ref waiting) > 0;

    /// <summary>Bytes that have come from the program.</summary>
    public long Written => Volatile.Read(ref written);

    /// <summary>Somebody begins to wait for the program.</summary>
    public void BeginWait() => Interlocked.Increment(ref waiting);

    /// <summary>Somebody waits no more.</summary>
    public void EndWait() => Interlocked.Decrement(ref waiting);

    /// <summary>Bytes have come.</summary>
    public void Note(int bytes) => Interlocked.Add(ref written, bytes);

    /// <summary>Ends the program for a reason.</summary>
    public void EndFor(ProgramEnd reason)
    {
        if (Ended.IsCancellationRequested)
            return;
        end = reason;
        ended.Cancel();
    }

    /// <summary>From now on the output is not waited for.</summary>
    public void Orphan() => orphaned.Cancel();

    /// <summary>Throws the reason for which the program was ended; nothing where it was not.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="QwenException">It went beyond one of its limits.</exception>
    public void ThrowIfEnded()
    {
        if (!Ended.IsCancellationRequested)
            return;
        caller.ThrowIfCancellationRequested();
        var name = Path.GetFileName(request.Program);
        throw new QwenException(end switch
        {
            ProgramEnd.Output =>
                $"{request.Work}: '{name}' wrote more than {request.MaxOutput} bytes and was stopped. {request.OutputAdvice}",
            ProgramEnd.Idleness when request.MaxIdle is { } idle =>
                $"{request.Work}: '{name}' did nothing for {Seconds(idle.Time)} seconds and was stopped. {idle.Advice}",
            ProgramEnd.Computing when request.MaxProcessor is { } processor =>
                $"{request.Work}: '{name}' took more than {Seconds(processor.Time)} seconds of processor time and was stopped. " +
                processor.Advice,
            _ => $"{request.Work} took longer than {Seconds(request.MaxTime)} seconds and was stopped. {request.TimeAdvice}",
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        orphanedOrEnded.Dispose();
        orphaned.Dispose();
        ended.Dispose();
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
