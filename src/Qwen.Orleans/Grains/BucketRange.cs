namespace Qwen.Orleans.Grains;

/// <summary>Which buckets of a job there are.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record BucketRange
{
    /// <summary>The number of the next bucket.</summary>
    [Id(0)]
    public long Next { get; init; }

    /// <summary>Whether none will be added.</summary>
    [Id(1)]
    public bool IsWhole { get; init; }

    /// <summary>Whether the job has ended.</summary>
    [Id(2)]
    public bool HasEnded { get; init; }
}
