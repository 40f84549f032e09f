namespace Qwen.Orleans.Ledgers;

/// <summary>What a silo says of a try.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ItemReport
{
    /// <summary>The item's place in the bucket.</summary>
    [Id(0)]
    public int Index { get; init; }

    /// <summary>How the try ended.</summary>
    [Id(1)]
    public ItemOutcome Outcome { get; init; }

    /// <summary>What came of it: the value where it is done, else what is known of the item, with the cause.</summary>
    [Id(2)]
    public required JobResult Result { get; init; }
}
