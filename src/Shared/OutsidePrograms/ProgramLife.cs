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
    private volatile bool wroteTooMuch;

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

    /// <summary>Ends the program because of what it writes.</summary>
    public void EndForOutput()
    {
        wroteTooMuch = true;
        ended.Cancel();
    }

    /// <summary>From now on the output is not waited for.</summary>
    public void Orphan() => orphaned.Cancel();

    /// <summary>Throws the reason for which the program was ended; nothing where it was not.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="QwenException">It took too long or wrote too much.</exception>
    public void ThrowIfEnded()
    {
        if (!Ended.IsCancellationRequested)
            return;
        caller.ThrowIfCancellationRequested();
        throw new QwenException(wroteTooMuch
            ? $"{request.Work}: '{Path.GetFileName(request.Program)}' wrote more than {request.MaxOutput} bytes and was stopped. " +
              request.OutputAdvice
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Work} took longer than {request.MaxTime.TotalSeconds:0.#} seconds and was stopped. {request.TimeAdvice}"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        orphanedOrEnded.Dispose();
        orphaned.Dispose();
        ended.Dispose();
    }
}
