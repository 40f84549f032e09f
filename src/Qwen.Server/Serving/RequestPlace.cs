using System.Diagnostics;

namespace Qwen.Server.Serving;

/// <summary>A request's place in the queue. For one caller at a time.</summary>
internal sealed class RequestPlace(RequestQueue queue) : IDisposable
{
    private long? started;
    private bool left;

    /// <summary>Where it stood among those that wait when it began to, from 1; 0 where its turn came at once.</summary>
    public int Position { get; private set; }

    /// <summary>Waits for the turn, which lasts until the place is disposed.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var node = queue.Join(out var position);
        Position = position;
        try
        {
            await node.Value.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (queue.GiveUp(node))
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            started = Stopwatch.GetTimestamp(); // came in the same moment, and is passed on when the place is left
            throw;
        }

        started = Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (left)
            return;
        left = true;
        queue.Leave(started is { } start ? Stopwatch.GetElapsedTime(start) : null);
    }
}
