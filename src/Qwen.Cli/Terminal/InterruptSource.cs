using System.Runtime.InteropServices;

namespace Qwen.Cli.Terminal;

/// <summary>
/// Turns Ctrl-C into a cancelled piece of work: the first one asks the running piece to stop, a second one, or one while
/// nothing runs, ends the process as usual.
/// </summary>
/// <remarks>One per process. A piece is begun and ended by one thread; signals may come at any time.</remarks>
internal sealed class InterruptSource : IDisposable
{
    private readonly Lock gate = new();
    private readonly PosixSignalRegistration[] registrations;
    private CancellationTokenSource? running;

    /// <summary>Starts to listen.</summary>
    public InterruptSource()
        => registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, OnSignal))];

    /// <summary>Begins a piece of work that an interrupt cancels; dispose the result when it is over.</summary>
    public Piece Begin(CancellationToken outer = default) => Replace(CancellationTokenSource.CreateLinkedTokenSource(outer));

    /// <summary>Begins a wait for the person, during which an interrupt ends the process; dispose the result when it is over.</summary>
    public Piece Idle() => Replace(null);

    /// <summary>What a Ctrl-C does: true when a running piece was asked to stop.</summary>
    internal bool Interrupt()
    {
        lock (gate)
        {
            if (running is null || running.IsCancellationRequested)
                return false;
            running.Cancel();
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
    }

    private Piece Replace(CancellationTokenSource? source)
    {
        lock (gate)
        {
            var before = running;
            running = source;
            return new Piece(this, source, before);
        }
    }

    private void OnSignal(PosixSignalContext context) => context.Cancel = Interrupt();

    /// <summary>A stretch of time in which an interrupt has its own meaning; what it meant before comes back afterwards.</summary>
    internal readonly struct Piece(InterruptSource owner, CancellationTokenSource? source, CancellationTokenSource? before) : IDisposable
    {
        /// <summary>Cancelled by the interrupt.</summary>
        public CancellationToken Token => source?.Token ?? CancellationToken.None;

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (owner.gate)
                owner.running = before;
            source?.Dispose();
        }
    }
}
