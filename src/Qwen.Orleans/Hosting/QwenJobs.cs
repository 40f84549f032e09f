using System.Runtime.CompilerServices;
using Qwen.Orleans.Files;
using Qwen.Orleans.Grains;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Hosting;

/// <summary>Orders jobs through their grains.</summary>
internal sealed class QwenJobs(IGrainFactory grains) : IQwenJobs
{
    private const int Handful = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public async Task<string> StartAsync(QwenJob job, CancellationToken cancellationToken = default)
    {
        Check(job);
        if (job.Source is null)
            throw new QwenException("The job has no list: give it a source, or hand its items over.");
        return await OrderAsync(job, null, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<string> StartAsync(
        QwenJob job, IAsyncEnumerable<JobItem> items, string? id = null, CancellationToken cancellationToken = default)
    {
        Check(job);
        ArgumentNullException.ThrowIfNull(items);
        if (job.Source is not null)
            throw new QwenException("The job has a list of its own: order it without items.");
        var key = await OrderAsync(job, id, cancellationToken).ConfigureAwait(false);
        var grain = grains.GetGrain<IJobGrain>(key);
        var (number, some) = (0L, new List<JobItem>(Handful));
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            some.Add(item);
            if (some.Count < Handful)
                continue;
            await FeedAsync(grain, number, [.. some], false, cancellationToken).ConfigureAwait(false);
            number += some.Count;
            some.Clear();
        }

        await FeedAsync(grain, number, [.. some], true, cancellationToken).ConfigureAwait(false);
        return key;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobListing>> ListAsync(CancellationToken cancellationToken = default) =>
        await grains.GetGrain<IJobListGrain>(FarmNames.List).GetAllAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<JobProgress> GetProgressAsync(string id, CancellationToken cancellationToken = default) =>
        await Job(id).GetProgressAsync().WaitAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new QwenException($"There is no job '{id}'.");

    /// <inheritdoc/>
    public Task PauseAsync(string id, CancellationToken cancellationToken = default) =>
        Job(id).PauseAsync().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(string id, CancellationToken cancellationToken = default) =>
        Job(id).ResumeAsync().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task CancelAsync(string id, CancellationToken cancellationToken = default) =>
        Job(id).CancelAsync().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(string id, CancellationToken cancellationToken = default) =>
        Job(id).RemoveAsync().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<JobResult> ReadResultsAsync(
        string id, ResultOrder order = ResultOrder.AsTheyCome, bool wait = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return order == ResultOrder.AsListed
            ? ReadAsListedAsync(id, wait, cancellationToken)
            : ReadAsTheyComeAsync(id, wait, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> DrawItemAsync(JobItem item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        var drawn = await grains.GetGrain<IFilesGrain>(0).DrawAsync(item).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (drawn is null)
            return null; // not beside the other: a null array would become an empty memory
        return drawn;
    }

    private static void Check(QwenJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (string.IsNullOrWhiteSpace(job.Name))
            throw new QwenException("The job has no name.");
        if (job.Attempts is < 1 or > 100)
            throw new QwenException($"{job.Attempts} attempts: from 1 to 100 are possible.");
        if (job.RetryPause < TimeSpan.Zero || job.ItemTimeout <= TimeSpan.Zero)
            throw new QwenException("A job's pause and time limit cannot be below zero, and the limit not zero.");
        if (job.FailureLimit is < 0)
            throw new QwenException($"The limit of failures is {job.FailureLimit}: it cannot be below zero.");
        if (job.WindowSeconds is <= 0)
            throw new QwenException($"Windows of {job.WindowSeconds} s: they have to be longer.");
        if (job.MinMemoryBytes < 0)
            throw new QwenException($"{job.MinMemoryBytes} bytes of memory: they cannot be below zero.");
        if (job.MaxPages < 1)
            throw new QwenException($"At most {job.MaxPages} pages: a document has at least one.");
    }

    private async Task<string> OrderAsync(QwenJob job, string? id, CancellationToken cancellationToken)
    {
        var key = id ?? Guid.CreateVersion7().ToString("n");
        await Job(key).StartAsync(job).WaitAsync(cancellationToken).ConfigureAwait(false);
        return key;
    }

    private static async Task FeedAsync(
        IJobGrain grain, long number, JobItem[] items, bool isLast, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reply = await InsistAsync(() => grain.FeedAsync(number, items, isLast), cancellationToken).ConfigureAwait(false);
            if (reply.Status is JobStatus.Cancelled or JobStatus.Stopped)
                throw new QwenException($"The job has ended before all its items were handed over ({reply.Status}). {reply.Reason}");
            if (reply.Fed >= number + items.Length && (!isLast || reply.IsWhole))
                return;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private IJobGrain Job(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return grains.GetGrain<IJobGrain>(id);
    }

    private async Task<BucketRange> GetRangeAsync(string id, CancellationToken cancellationToken) =>
        await InsistAsync(() => Job(id).GetRangeAsync(), cancellationToken).ConfigureAwait(false)
            ?? throw new QwenException($"There is no job '{id}'.");

    private async IAsyncEnumerable<JobResult> ReadAsListedAsync(
        string id, bool wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0L; ; number++)
        {
            var range = await WaitForBucketAsync(id, number, wait, cancellationToken).ConfigureAwait(false);
            if (number >= range.Next)
                yield break;

            // what came out of turn waits; a bucket is small
            var early = new SortedDictionary<long, JobResult>();
            long? next = null;
            for (var segment = 0; ;)
            {
                var page = await ReadAsync(id, number, segment, cancellationToken).ConfigureAwait(false);
                next ??= page.FirstItem;
                foreach (var result in page.Results)
                    early[result.Number] = result;
                while (early.Remove(next.Value, out var result))
                {
                    yield return result;
                    next++;
                }

                if (page.IsComplete)
                    break;
                if (page.NextSegment == segment)
                {
                    // what was read after the end is all there is; what was read before it may be less
                    if (!wait || range.HasEnded)
                        break;
                    await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
                    range = await GetRangeAsync(id, cancellationToken).ConfigureAwait(false);
                }

                segment = page.NextSegment;
            }

            foreach (var result in early.Values)
                yield return result;
        }
    }

    private async Task<BucketRange> WaitForBucketAsync(string id, long number, bool wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var range = await GetRangeAsync(id, cancellationToken).ConfigureAwait(false);
            if (number < range.Next || range.IsWhole || !wait)
                return range;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<JobResult> ReadAsTheyComeAsync(
        string id, bool wait, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // where reading stands in each bucket that is not read to its end
        var open = new SortedDictionary<long, int>();
        for (var added = 0L; ;)
        {
            var range = await GetRangeAsync(id, cancellationToken).ConfigureAwait(false);
            for (; added < range.Next; added++)
                open[added] = 0;
            var came = false;
            foreach (var (number, segment) in open.ToList())
            {
                var page = await ReadAsync(id, number, segment, cancellationToken).ConfigureAwait(false);
                foreach (var result in page.Results)
                    yield return result;
                came |= page.Results.Length > 0;
                if (page.IsComplete)
                    open.Remove(number);
                else
                    open[number] = page.NextSegment;
            }

            if (came)
                continue;
            if (!wait || range.HasEnded || (range.IsWhole && open.Count == 0))
                yield break;
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<ResultPage> ReadAsync(string id, long bucket, int segment, CancellationToken cancellationToken) => InsistAsync(
        () => grains.GetGrain<IBucketGrain>(FarmNames.Bucket(id, bucket)).ReadResultsAsync(segment), cancellationToken);

    // who hands over or reads for hours has to outlive silos: such calls may be made again
    private static async Task<T> InsistAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var since = Environment.TickCount64;
        while (true)
        {
            try
            {
                return await call().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (
                error is not (QwenException or OperationCanceledException) && Environment.TickCount64 - since < Patience.TotalMilliseconds)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
