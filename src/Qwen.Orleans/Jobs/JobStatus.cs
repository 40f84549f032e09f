namespace Qwen.Orleans;

/// <summary>Where a job stands.</summary>
public enum JobStatus
{
    /// <summary>Items are worked on, or wait for silos.</summary>
    Running = 0,

    /// <summary>No further item is begun until it is resumed.</summary>
    Paused = 1,

    /// <summary>Every item is done or set aside.</summary>
    Completed = 2,

    /// <summary>Somebody ended it; what was done by then stays.</summary>
    Cancelled = 3,

    /// <summary>It ended itself, for the reason that <see cref="JobProgress.Reason"/> says.</summary>
    Stopped = 4,
}
