using Qwen.VisionLanguage;

namespace Qwen.Orleans;

/// <summary>The jobs of a cluster, for whoever orders them: works from any process that is in the cluster or a client of it.</summary>
/// <remarks>Safe for concurrent use. Every call that names a job which is not there ends in a <see cref="QwenException"/>.</remarks>
public interface IQwenJobs
{
    /// <summary>Orders a job whose list the silos read themselves.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the waiting; the job may be there all the same.</param>
    /// <returns>Its key.</returns>
    /// <exception cref="QwenException">Something in it cannot be; the message says what.</exception>
    Task<string> StartAsync(QwenJob job, CancellationToken cancellationToken = default);

    /// <summary>Orders a job and hands over its items, no faster than they are worked on; returns when all are handed over.</summary>
    /// <param name="job">The job, without a <see cref="QwenJob.Source"/>.</param>
    /// <param name="items">The items.</param>
    /// <param name="id">The key of a job that was begun before and whose list is not complete: what it has of the list already is passed
    /// over. Null for a new job.</param>
    /// <param name="cancellationToken">Ends the handing over; the job stays and waits for the rest.</param>
    /// <returns>Its key.</returns>
    /// <exception cref="QwenException">Something in it cannot be, or it has ended meanwhile.</exception>
    Task<string> StartAsync(
        QwenJob job, IAsyncEnumerable<JobItem> items, string? id = null, CancellationToken cancellationToken = default);

    /// <summary>All jobs that go on, and the last 500 that ended; the newest first.</summary>
    Task<IReadOnlyList<JobListing>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>How far a job is.</summary>
    Task<JobProgress> GetProgressAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Begins no further item; what is worked on ends.</summary>
    Task PauseAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Goes on with a paused job, also in processes that were not there when it was paused.</summary>
    Task ResumeAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Ends a job: what is worked on stops within one step of the model.</summary>
    Task CancelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>The results of a job, until it has ended or as far as it is.</summary>
    /// <param name="id">The job's key.</param>
    /// <param name="order">In which order they come.</param>
    /// <param name="wait">Whether to wait for those that are not there yet.</param>
    /// <param name="cancellationToken">Ends the reading; a later one begins anew.</param>
    IAsyncEnumerable<JobResult> ReadResultsAsync(
        string id, ResultOrder order = ResultOrder.AsTheyCome, bool wait = true, CancellationToken cancellationToken = default);

    /// <summary>
    /// A small picture of an item, at most 65,536 pixels large, as PNG file: drawn by a silo that has the file, from the picture, the page
    /// or the frame at which the window begins.
    /// </summary>
    /// <param name="item">The item, as a result of a job names it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The picture; null where no silo has the file in its folders, or nothing of it can be seen.</returns>
    Task<ReadOnlyMemory<byte>?> DrawItemAsync(JobItem item, CancellationToken cancellationToken = default);

    /// <summary>Removes an ended job with all its results.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken = default);
}
