namespace Qwen.Orleans.Ledgers;

/// <summary>That a silo works on an item, until a moment which it moves on while it lives.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record Hold(
    [property: Id(0)] string Holder, [property: Id(1)] DateTimeOffset Since, [property: Id(2)] DateTimeOffset Until);
