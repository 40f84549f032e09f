namespace Qwen.Orleans.Ledgers;

/// <summary>What a silo hands to a bucket, and what it asks of it.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ExchangeRequest
{
    /// <summary>The silo, this life of it.</summary>
    [Id(0)]
    public required string Holder { get; init; }

    /// <summary>How its tries ended.</summary>
    [Id(1)]
    public ItemReport[] Reports { get; init; } = [];

    /// <summary>Items of the bucket that it still works on.</summary>
    [Id(2)]
    public int[] Running { get; init; } = [];

    /// <summary>How many items it takes.</summary>
    [Id(3)]
    public int Take { get; init; }

    /// <summary>Whether nothing runs in its process, so that a suspect item may.</summary>
    [Id(4)]
    public bool Idle { get; init; }

    /// <summary>It also takes items that another silo has worked on for longer than this; null for none.</summary>
    [Id(5)]
    public TimeSpan? TakeOverAfter { get; init; }
}
