using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Grains;

/// <summary>What a new bucket is given.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record BucketFilling
{
    /// <summary>The job's key.</summary>
    [Id(0)]
    public required string Job { get; init; }

    /// <summary>The bucket's place in the job.</summary>
    [Id(1)]
    public long Number { get; init; }

    /// <summary>Place of its first item in the list.</summary>
    [Id(2)]
    public long FirstItem { get; init; }

    /// <summary>What it has to know of the job.</summary>
    [Id(3)]
    public required BucketRules Rules { get; init; }

    /// <summary>Its items.</summary>
    [Id(4)]
    public required JobItem[] Items { get; init; }
}
