namespace Qwen.Orleans;

/// <summary>A job as it is ordered: what to do with which items, and how much may go wrong meanwhile.</summary>
[GenerateSerializer]
[Immutable]
public sealed record QwenJob
{
    /// <summary>What people call it.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What is done with each item.</summary>
    [Id(1)]
    public required JobTask Task { get; init; }

    /// <summary>Where the items come from; null where the caller hands them over while the job runs.</summary>
    [Id(2)]
    public JobSource? Source { get; init; }

    /// <summary>Jobs of a higher priority are served first; 0 unless set.</summary>
    [Id(3)]
    public int Priority { get; init; }

    /// <summary>
    /// When the job stops, whatever is done by then; of two jobs of one priority the one that ends sooner is served first.
    /// </summary>
    [Id(4)]
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How often an item is tried before it is set aside, 1 to 100.</summary>
    [Id(5)]
    public int Attempts { get; init; } = 3;

    /// <summary>How long an item waits after its first failure; doubled after each further one, up to ten minutes.</summary>
    [Id(6)]
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Items that may be set aside: with one more the job stops and says why. Null for any number.</summary>
    [Id(7)]
    public long? FailureLimit { get; init; }

    /// <summary>Most time for one try of an item.</summary>
    [Id(8)]
    public TimeSpan ItemTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The model that answers; null for that of the silo which takes the first item.</summary>
    [Id(9)]
    public string? Model { get; init; }

    /// <summary>The form of its weights, as silos name it; null for any.</summary>
    [Id(10)]
    public string? Form { get; init; }

    /// <summary>Seconds of the windows that films are cut into; null to look at each film as a whole.</summary>
    [Id(11)]
    public double? WindowSeconds { get; init; }

    /// <summary>Largest area in pixels at which the model sees a picture; null for the tasks' own.</summary>
    [Id(12)]
    public int? MaxPixels { get; init; }

    /// <summary>Whether results say how sure the model was, where it tells; they do unless this is set to false.</summary>
    [Id(13)]
    public bool ReportConfidence { get; init; } = true;

    /// <summary>Most pages of one document; one that has more is set aside.</summary>
    [Id(14)]
    public int MaxPages { get; init; } = 10_000;

    /// <summary>Bytes of free memory that a silo has to have to be given items, for pages or films that take much; 0 for any.</summary>
    [Id(15)]
    public long MinMemoryBytes { get; init; }
}
