using System.Diagnostics;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Threads that share the pieces of one job. Between jobs they spin for some microseconds, because the next layer follows at once,
/// and then sleep; whoever is late finds its pieces done by the others, so a busy machine costs in proportion.
/// </summary>
/// <remarks>
/// A job that comes while another one runs (from another thread, or from inside of a piece) runs on its own thread alone.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000; // 100 µs

    private readonly Lock running = new();
    private readonly object gate = new();
    private readonly Thread[] workers;
    private readonly bool placed; // the caller's thread is not where jobs may run
    private readonly ManualResetEventSlim done = new();
    private Action<int>? work;
    private Exception? failure;
    private long turn; // number of the job in the high half, pieces nobody has taken yet in the low half
    private int left; // pieces that are not done
    private int sleeping;
    private volatile bool closed;

    /// <param name="threads">Threads of a job; by default one for each processor that may be used.</param>
    /// <param name="placement">Where they run; null leaves that to the system, and the caller's thread is one of them.</param>
    /// <exception cref="QwenException">The system does not allow the placement.</exception>
    public WorkerPool(int? threads = null, ThreadPlacement? placement = null)
    {
        Threads = threads ?? placement?.Processors?.Count ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threads, nameof(threads));
        placed = placement is not null;
        workers = new Thread[placed ? Threads : Threads - 1];
        var started = new CountdownEvent(Math.Max(1, workers.Length));
        for (var i = 0; i < workers.Length; i++)
        {
            var number = i;
            workers[i] = new Thread(() => Start(number, placement, started)) { IsBackground = true, Name = $"Qwen kernels {i + 1}" };
            workers[i].Start();
        }

        if (!placed)
            return;
        started.Wait();
        if (failure is QwenException refused)
        {
            Dispose();
            throw refused;
        }
    }

    public int Threads { get; }

    /// <summary>
    /// Calls <paramref name="work"/> once for every number below <paramref name="pieces"/> and returns when all are done.
    /// </summary>
    /// <exception cref="AggregateException">A piece failed; the others ran.</exception>
    public void Run(int pieces, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pieces);
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(closed, this);
        if (pieces <= 1 || workers.Length == 0 || running.IsHeldByCurrentThread || !running.TryEnter())
        {
            for (var i = 0; i < pieces; i++)
                work(i);
            return;
        }

        try
        {
            this.work = work;
            this.failure = null;
            left = pieces;
            done.Reset();
            var turn = (this.turn >> 32) + 1;
            Interlocked.Exchange(ref this.turn, turn << 32 | (uint)pieces);
            if (Volatile.Read(ref sleeping) > 0)
            {
                lock (gate)
                    Monitor.PulseAll(gate);
            }

            if (placed)
                done.Wait();
            else
                TakePieces();
            var wait = new SpinWait();
            while (Volatile.Read(ref left) > 0)
                wait.SpinOnce(sleep1Threshold: -1);
            this.work = null;
            if (this.failure is { } failure)
                throw new AggregateException(failure);
        }
        finally
        {
            running.Exit();
        }
    }

    public void Dispose()
    {
        closed = true;
        lock (gate)
            Monitor.PulseAll(gate);
        foreach (var worker in workers)
            worker.Join();
        done.Dispose();
    }

    private void Start(int number, ThreadPlacement? placement, CountdownEvent started)
    {
        if (placement is not null)
        {
            try
            {
                placement.Apply(number);
            }
            catch (QwenException refused)
            {
                failure = refused;
            }

            started.Signal();
        }

        Work();
    }

    private void Work()
    {
        var seen = 0L;
        while (!closed)
        {
            AwaitTurn(seen);
            seen = Volatile.Read(ref this.turn) >> 32;
            TakePieces();
        }
    }

    private void AwaitTurn(long seen)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < SpinTicks)
        {
            if (Volatile.Read(ref this.turn) >> 32 != seen || closed)
                return;
            Thread.SpinWait(20);
        }

        lock (gate)
        {
            // counted first and looked at again after: a job either sees the sleeper or is seen by it
            Interlocked.Increment(ref sleeping);
            while (Volatile.Read(ref this.turn) >> 32 == seen && !closed)
                Monitor.Wait(gate);
            Interlocked.Decrement(ref sleeping);
        }
    }

    private void TakePieces()
    {
        while (true)
        {
            var turn = Volatile.Read(ref this.turn);
            var untaken = (int)turn;
            if (untaken == 0)
                return;
            if (Interlocked.CompareExchange(ref this.turn, turn - 1, turn) != turn)
                continue;
            try
            {
                this.work!(untaken - 1);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref this.failure, e, null);
            }

            if (Interlocked.Decrement(ref left) == 0 && placed)
                done.Set();
        }
    }
}
