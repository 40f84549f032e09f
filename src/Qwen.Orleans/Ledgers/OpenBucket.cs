namespace Qwen.Orleans.Ledgers;

/// <summary>A bucket that is not complete yet.</summary>
[GenerateSerializer]
internal sealed class OpenBucket
{
    /// <summary>Its place in the job.</summary>
    [Id(0)]
    public long Number { get; set; }

    /// <summary>Items in it.</summary>
    [Id(1)]
    public int Items { get; set; }

    /// <summary>The silo that was sent to it first, in this life of the job's grain; not stored.</summary>
    [field: NonSerialized]
    public string? FirstSilo { get; set; }

    /// <summary>What it said of itself last; not stored.</summary>
    [field: NonSerialized]
    public BucketSummary? Last { get; set; }
}
