namespace Qwen.Orleans.Ledgers;

/// <summary>What a bucket answers.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ExchangeReply
{
    /// <summary>Items that are the silo's now.</summary>
    [Id(0)]
    public ItemGrant[] Grants { get; init; } = [];

    /// <summary>Whether a suspect item waits for a silo that has nothing else to do.</summary>
    [Id(1)]
    public bool SuspectWaits { get; init; }
}
