namespace Qwen.Orleans.Ledgers;

/// <summary>What a bucket has to know of its job.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record BucketRules
{
    /// <summary>Tries before an item is set aside.</summary>
    [Id(0)]
    public int Attempts { get; init; } = 3;

    /// <summary>Pause after the first failure.</summary>
    [Id(1)]
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a silo that says nothing keeps its items.</summary>
    [Id(2)]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Faults of silos that an item survives.</summary>
    [Id(3)]
    public int Faults { get; init; } = 30;
}
