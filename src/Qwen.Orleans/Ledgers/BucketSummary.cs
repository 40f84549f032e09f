namespace Qwen.Orleans.Ledgers;

/// <summary>How far a bucket is.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record BucketSummary
{
    /// <summary>Its place in the job.</summary>
    [Id(0)]
    public long Number { get; init; }

    /// <summary>Items in it.</summary>
    [Id(1)]
    public int Items { get; init; }

    /// <summary>Items that could be taken now.</summary>
    [Id(2)]
    public int Waiting { get; init; }

    /// <summary>Items that silos work on, and those whose end is not stored yet.</summary>
    [Id(3)]
    public int Held { get; init; }

    /// <summary>Items with a result.</summary>
    [Id(4)]
    public int Done { get; init; }

    /// <summary>Items that were given up.</summary>
    [Id(5)]
    public int SetAside { get; init; }

    /// <summary>Since when the oldest try of an item runs that nobody has taken over yet; null where there is none.</summary>
    [Id(6)]
    public DateTimeOffset? OldestHold { get; init; }

    /// <summary>Causes of the items set aside, with how many there are.</summary>
    [Id(7)]
    public Dictionary<string, int> Causes { get; init; } = [];

    /// <summary>Whether every item is done or set aside.</summary>
    public bool IsComplete => Done + SetAside == Items;
}
