namespace Qwen.Orleans.Ledgers;

/// <summary>What is stored of a job: its order and how far it is; of the items only the buckets that are open.</summary>
[GenerateSerializer]
internal sealed class JobState
{
    /// <summary>The order; null for a job that was never ordered.</summary>
    [Id(0)]
    public QwenJob? Job { get; set; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public JobStatus Status { get; set; }

    /// <summary>Why.</summary>
    [Id(2)]
    public string? Reason { get; set; }

    /// <summary>When it was ordered.</summary>
    [Id(3)]
    public DateTimeOffset Created { get; set; }

    /// <summary>When it ended.</summary>
    [Id(4)]
    public DateTimeOffset? Ended { get; set; }

    /// <summary>Where reading the list goes on, as the reader of the list wrote it.</summary>
    [Id(5)]
    public string Cursor { get; set; } = "";

    /// <summary>Whether the list has ended.</summary>
    [Id(6)]
    public bool ReadToEnd { get; set; }

    /// <summary>Entries that were handed over by the caller.</summary>
    [Id(7)]
    public long Fed { get; set; }

    /// <summary>Number of the next bucket.</summary>
    [Id(8)]
    public long NextBucket { get; set; }

    /// <summary>Number of the next item.</summary>
    [Id(9)]
    public long NextItem { get; set; }

    /// <summary>Buckets that are not complete.</summary>
    [Id(10)]
    public List<OpenBucket> Open { get; set; } = [];

    /// <summary>Items with a result, in complete buckets.</summary>
    [Id(11)]
    public long Done { get; set; }

    /// <summary>Items set aside, in complete buckets.</summary>
    [Id(12)]
    public long SetAside { get; set; }

    /// <summary>Their causes.</summary>
    [Id(13)]
    public Dictionary<string, long> Causes { get; set; } = [];

    /// <summary>The model that answers, once settled.</summary>
    [Id(14)]
    public string? Model { get; set; }

    /// <summary>The form of its weights.</summary>
    [Id(15)]
    public string? Form { get; set; }

    /// <summary>Whether the caller hands the items over.</summary>
    public bool IsFed => Job is { Source: null };

    /// <summary>Whether the job has ended, one way or another.</summary>
    public bool HasEnded => Status is JobStatus.Completed or JobStatus.Cancelled or JobStatus.Stopped;

    /// <summary>The same, apart from what happens to it later.</summary>
    public JobState Copy()
    {
        var copy = (JobState)MemberwiseClone();
        copy.Open = [.. Open];
        copy.Causes = new(Causes);
        return copy;
    }
}
