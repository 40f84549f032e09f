using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Silos;

/// <summary>An item that this silo works on, until its end is stored.</summary>
internal sealed class Run(BucketKey bucket, ItemGrant grant, CancellationTokenSource stop)
{
    /// <summary>Where it belongs.</summary>
    public BucketKey Bucket { get; } = bucket;

    /// <summary>The item.</summary>
    public ItemGrant Grant { get; } = grant;

    /// <summary>Ends the work.</summary>
    public CancellationTokenSource Stop { get; } = stop;

    /// <summary>How it ended; null while it goes on.</summary>
    public ItemReport? Report { get; set; }
}
