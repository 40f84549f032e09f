namespace Qwen.Orleans.Grains;

/// <summary>Results of a bucket, in the order in which they were recorded.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ResultPage
{
    /// <summary>The results.</summary>
    [Id(0)]
    public JobResult[] Results { get; init; } = [];

    /// <summary>Where the next call goes on.</summary>
    [Id(1)]
    public int NextSegment { get; init; }

    /// <summary>Whether no more will come.</summary>
    [Id(2)]
    public bool IsComplete { get; init; }

    /// <summary>Place of the bucket's first item in the list.</summary>
    [Id(3)]
    public long FirstItem { get; init; }
}
