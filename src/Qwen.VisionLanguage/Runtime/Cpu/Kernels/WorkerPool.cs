using System.Diagnostics;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Threads that share the pieces of one job. Between jobs they spin for some microseconds, because the next layer follows at once,
/// and then sleep; whoever is late finds its pieces done by the others, so a busy machine costs in proportion.
/// </summary>
/// <remarks>A job that comes while another one runs (from another thread, or from inside of a piece) runs on its own thread alone.</remarks>
internal sealed class WorkerPool : IDisposable
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000; // 100 µs

    private readonly Lock _running = new();
    private readonly object _gate = new();
    private readonly Thread[] _workers;
    private Action<int>? _work;
    private Exception? _failure;
    private long _turn; // number of the job in the high half, pieces nobody has taken yet in the low half
    private int _left; // pieces that are not done
    private int _sleeping;
    private volatile bool _closed;

    /// <param name="threads">Threads of a job, the caller's among them; by default one for each processor.</param>
    public WorkerPool(int? threads = null)
    {
        Threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Threads, nameof(threads));
        _workers = new Thread[Threads - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"Qwen kernels {i + 1}" };
            _workers[i].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Calls <paramref name="work"/> once for every number below <paramref name="pieces"/> and returns when all are done.</summary>
    /// <exception cref="AggregateException">A piece failed; the others ran.</exception>
    public void Run(int pieces, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pieces);
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_closed, this);
        if (pieces <= 1 || _workers.Length == 0 || _running.IsHeldByCurrentThread || !_running.TryEnter())
        {
            for (var i = 0; i < pieces; i++)
                work(i);
            return;
        }

        try
        {
            _work = work;
            _failure = null;
            _left = pieces;
            var turn = (_turn >> 32) + 1;
            Interlocked.Exchange(ref _turn, turn << 32 | (uint)pieces);
            if (Volatile.Read(ref _sleeping) > 0)
            {
                lock (_gate)
                    Monitor.PulseAll(_gate);
            }

            TakePieces();
            var wait = new SpinWait();
            while (Volatile.Read(ref _left) > 0)
                wait.SpinOnce(sleep1Threshold: -1);
            _work = null;
            if (_failure is { } failure)
                throw new AggregateException(failure);
        }
        finally
        {
            _running.Exit();
        }
    }

    public void Dispose()
    {
        _closed = true;
        lock (_gate)
            Monitor.PulseAll(_gate);
        foreach (var worker in _workers)
            worker.Join();
    }

    private void Work()
    {
        var seen = 0L;
        while (!_closed)
        {
            AwaitTurn(seen);
            seen = Volatile.Read(ref _turn) >> 32;
            TakePieces();
        }
    }

    private void AwaitTurn(long seen)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < SpinTicks)
        {
            if (Volatile.Read(ref _turn) >> 32 != seen || _closed)
                return;
            Thread.SpinWait(20);
        }

        lock (_gate)
        {
            // counted first and looked at again after: a job either sees the sleeper or is seen by it
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _turn) >> 32 == seen && !_closed)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }
    }

    private void TakePieces()
    {
        while (true)
        {
            var turn = Volatile.Read(ref _turn);
            var untaken = (int)turn;
            if (untaken == 0)
                return;
            if (Interlocked.CompareExchange(ref _turn, turn - 1, turn) != turn)
                continue;
            try
            {
                _work!(untaken - 1);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
            }

            Interlocked.Decrement(ref _left);
        }
    }
}
