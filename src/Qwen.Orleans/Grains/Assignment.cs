namespace Qwen.Orleans.Grains;

/// <summary>Where a silo finds work.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record Assignment
{
    /// <summary>The job's key.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The job.</summary>
    [Id(1)]
    public required QwenJob Job { get; init; }

    /// <summary>The bucket.</summary>
    [Id(2)]
    public long Bucket { get; init; }

    /// <summary>Take items that another silo has worked on for longer than this; null where there are others.</summary>
    [Id(3)]
    public TimeSpan? TakeOverAfter { get; init; }
}
