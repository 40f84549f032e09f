using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Grains;

/// <summary>A job. Its key is the job's.</summary>
internal interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Orders it; done again with the same order, nothing happens.</summary>
    Task StartAsync(QwenJob job);

    /// <summary>Finds work for a silo; null where there is none for it now.</summary>
    Task<Assignment?> AssignAsync(SiloOffer offer, IFarmWatcher watcher);

    /// <summary>Takes a bucket's word for how far it is.</summary>
    Task NoteAsync(BucketSummary summary);

    /// <summary>Takes entries of the list from the caller.</summary>
    /// <param name="from">Number of the first of them; those that the job has already are passed over.</param>
    /// <param name="items">The entries.</param>
    /// <param name="isLast">Whether the list ends with them.</param>
    Task<FeedReply> FeedAsync(long from, JobItem[] items, bool isLast);

    /// <summary>Begins no further item.</summary>
    Task PauseAsync();

    /// <summary>Goes on.</summary>
    Task ResumeAsync();

    /// <summary>Ends it.</summary>
    Task CancelAsync();

    /// <summary>How far it is; null where there is no such job.</summary>
    Task<JobProgress?> GetProgressAsync();

    /// <summary>Which buckets there are; null where there is no such job.</summary>
    Task<BucketRange?> GetRangeAsync();

    /// <summary>Removes it with all it stored; it has to have ended.</summary>
    Task RemoveAsync();
}
