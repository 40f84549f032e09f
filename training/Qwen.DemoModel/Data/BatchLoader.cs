using System.Collections.Concurrent;

namespace Qwen.DemoModel.Data;

/// <summary>Makes batches ahead of time on background threads and hands them out in order.</summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly BlockingCollection<Batch>[] queues;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread[] threads;
    private long next;

    /// <summary>Starts the threads.</summary>
    /// <param name="source">Makes batches by number.</param>
    /// <param name="first">Number of the first one.</param>
    /// <param name="workers">Threads.</param>
    public BatchLoader(BatchSource source, long first, int workers)
    {
        next = first;
        queues = [.. Enumerable.Range(0, workers).Select(_ => new BlockingCollection<Batch>(boundedCapacity: 3))];
        threads = [.. Enumerable.Range(0, workers)
            .Select(worker => new Thread(() => Fill(source, first, worker)) { IsBackground = true, Name = $"draw {worker}" })];
        foreach (var thread in threads)
            thread.Start();
    }

    /// <summary>The next batch; the caller disposes it.</summary>
    public Batch Take() => queues[next++ % queues.Length].Take();

    /// <summary>Stops the threads.</summary>
    public void Dispose()
    {
        stop.Cancel();
        foreach (var thread in threads)
            thread.Join();
        stop.Dispose();
        foreach (var queue in queues)
            queue.Dispose();
    }

    private void Fill(BatchSource source, long first, int worker)
    {
        var queue = queues[(first + worker) % queues.Length];
        try
        {
            for (var number = first + worker; ; number += queues.Length)
                queue.Add(source.Make(number), stop.Token);
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"Drawing a batch failed: {error}");
            Environment.Exit(3); // a run without data must not hang
        }
    }
}
