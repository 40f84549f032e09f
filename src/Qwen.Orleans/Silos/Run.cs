using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Silos;

/// <summary>An item that this silo works on, until its end is stored. Stopping and closing are safe from any thread.</summary>
internal sealed class Run(BucketKey bucket, ItemGrant grant, CancellationToken stopping)
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly Lock gate = new();
    private bool isClosed;

    /// <summary>Where it belongs.</summary>
    public BucketKey Bucket { get; } = bucket;

    /// <summary>The item.</summary>
    public ItemGrant Grant { get; } = grant;

    /// <summary>Ends the work.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>How it ended; null while it goes on.</summary>
    public ItemReport? Report { get; set; }

    /// <summary>Asks the work to end.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (!isClosed)
                stop.Cancel();
        }
    }

    /// <summary>Lets go of what it held; its token is not used any more.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            stop.Dispose();
        }
    }
}
