namespace Qwen.Orleans.Ledgers;

/// <summary>An item in its bucket, and what became of it so far.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ItemSlot
{
    /// <summary>The item.</summary>
    [Id(0)]
    public required JobItem Item { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public ItemStatus Status { get; init; }

    /// <summary>Who works on it: one, or two where a slow silo's work was taken over.</summary>
    [Id(2)]
    public Hold[] Holds { get; init; } = [];

    /// <summary>Nobody tries it before.</summary>
    [Id(3)]
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>Tries that ended in an error of the item.</summary>
    [Id(4)]
    public int Failures { get; init; }

    /// <summary>Tries that ended with their silo: with one, it is tried alone from then on.</summary>
    [Id(5)]
    public int Losses { get; init; }

    /// <summary>Tries that failed by the silo's fault, not the item's.</summary>
    [Id(6)]
    public int Faults { get; init; }

    /// <summary>Why the last try failed.</summary>
    [Id(7)]
    public string? Cause { get; init; }

    /// <summary>Whether it has its result, or its cause.</summary>
    public bool IsFinal => Status is ItemStatus.Done or ItemStatus.SetAside;

    /// <summary>Whether it is tried alone, because a silo died over it.</summary>
    public bool IsSuspect => Losses > 0;

    /// <summary>Tries so far.</summary>
    public int Tries => Failures + Losses + Faults;
}
