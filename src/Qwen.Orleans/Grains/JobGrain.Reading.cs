using Qwen.Orleans.Ledgers;
using Qwen.Orleans.Sources;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Grains;

/// <summary>The list of the job, read or handed over as far as buckets may be open.</summary>
internal sealed partial class JobGrain
{
    private const int Handful = 16;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private Task<bool>? reading;
    private ISourceReader? reader;
    private string? readingError;
    private DateTimeOffset readAgain;

    private int Room => JobBoard.Window(silos.Count) - state.Open.Count;

    /// <inheritdoc/>
    public async Task<FeedReply> FeedAsync(long from, JobItem[] items, bool isLast)
    {
        Require();
        if (!state.IsFed)
            throw new QwenException($"The job '{state.Job!.Name}' reads its list itself.");
        while (reading is not null)
            await reading;
        var known = (int)Math.Clamp(state.Fed - from, 0, items.Length);
        if (from <= state.Fed && !state.HasEnded && !state.ReadToEnd && Room > 0)
        {
            await (reading = TakeAsync(items[known..], isLast));
            await EndIfDueAsync();
        }

        return new FeedReply { Fed = state.Fed, IsWhole = state.ReadToEnd, Status = state.Status, Reason = state.Reason };
    }

    private async Task<bool> TakeAsync(JobItem[] items, bool isLast)
    {
        try
        {
            await Task.Yield();
            return await FillAsync(await ExpandAsync(items), state.Fed + items.Length, state.Cursor, isLast);
        }
        finally
        {
            reading = null;
        }
    }

    /// <summary>Reads on where there is room for more.</summary>
    /// <returns>Whether buckets were added.</returns>
    private async Task<bool> ReadMoreAsync()
    {
        if (state.ReadToEnd || state.IsFed || Room <= 0 || Now < readAgain)
            return false;
        return await (reading ??= ReadAsync());
    }

    private async Task<bool> ReadAsync()
    {
        try
        {
            await Task.Yield();
            reader ??= sources.Open(state.Job!);
            var (entries, cursor, isLast) = (new List<IReadOnlyList<JobItem>>(), state.Cursor, false);
            var (wanted, until) = (Room * JobBoard.BucketSize, Environment.TickCount64 + Longest.TotalMilliseconds);

            // few at a time: an entry may be a document of many pages, and looking into it takes a while
            while (!isLast && wanted > 0 && Environment.TickCount64 < until)
            {
                var batch = await reader.ReadAsync(cursor, Handful, CancellationToken.None);
                var items = await ExpandAsync(batch.Entries);
                wanted -= items.Sum(some => some.Count);
                entries.AddRange(items);
                (cursor, isLast) = (batch.Cursor, batch.IsLast);
            }

            readingError = null;
            return await FillAsync(entries, state.Fed, cursor, isLast);
        }
        catch (QwenException error)
        {
            // the folder may come back: a share that is not mounted yet is no end of the job
            (readingError, readAgain) = ($"Its list cannot be read now. {error.Message}", Now + TimeSpan.FromSeconds(10));
            log.LogJob(Id, "read its list", error.Message);
            return false;
        }
        finally
        {
            reading = null;
        }
    }

    private async Task<List<IReadOnlyList<JobItem>>> ExpandAsync(IReadOnlyList<JobItem> entries)
    {
        var expanded = new List<IReadOnlyList<JobItem>>();
        foreach (var entry in entries)
            expanded.Add(await sources.ExpandAsync(state.Job!, entry, CancellationToken.None));
        return expanded;
    }

    private async Task<bool> FillAsync(List<IReadOnlyList<JobItem>> entries, long fed, string cursor, bool isLast)
    {
        var rules = new BucketRules
        {
            Attempts = state.Job!.Attempts, RetryPause = state.Job.RetryPause, Lease = farm.Value.Lease,
        };
        var fillings = new List<BucketFilling>();
        var (number, first) = (state.NextBucket, state.NextItem);
        foreach (var items in BucketCutter.Cut(entries, JobBoard.BucketSize))
        {
            fillings.Add(new BucketFilling { Job = Id, Number = number++, FirstItem = first, Rules = rules, Items = items });
            first += items.Length;
        }

        // buckets first: should this process end now, they are filled again, and nobody was sent to them
        foreach (var some in fillings.Chunk(16))
            await Task.WhenAll(some.Select(filling => Bucket(filling.Number).FillAsync(filling)));
        foreach (var filling in fillings)
            board.Add(filling.Items.Length);
        (state.Fed, state.Cursor, state.ReadToEnd) = (fed, cursor, isLast);
        await commit.StoreAsync();
        return fillings.Count > 0;
    }
}
