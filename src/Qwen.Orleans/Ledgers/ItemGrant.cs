namespace Qwen.Orleans.Ledgers;

/// <summary>An item that a silo is given.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ItemGrant
{
    /// <summary>Its place in the bucket.</summary>
    [Id(0)]
    public int Index { get; init; }

    /// <summary>The item.</summary>
    [Id(1)]
    public required JobItem Item { get; init; }

    /// <summary>Whether nothing else may run in the process meanwhile.</summary>
    [Id(2)]
    public bool Alone { get; init; }
}
