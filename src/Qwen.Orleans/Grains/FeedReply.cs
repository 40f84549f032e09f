namespace Qwen.Orleans.Grains;

/// <summary>What a job says to who hands items over.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record FeedReply
{
    /// <summary>Entries of the list that the job has.</summary>
    [Id(0)]
    public long Fed { get; init; }

    /// <summary>Whether it has the list's end.</summary>
    [Id(1)]
    public bool IsWhole { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public JobStatus Status { get; init; }

    /// <summary>Why.</summary>
    [Id(3)]
    public string? Reason { get; init; }
}
