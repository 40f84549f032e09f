using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Storage;
using Qwen.Orleans.Ledgers;
using Qwen.Orleans.Sources;
using Qwen.Orleans.Storage;
using Qwen.VisionLanguage;

namespace Qwen.Orleans.Grains;

/// <summary>
/// Runs a <see cref="JobBoard"/> over storage: reads the list as far as the silos need it, fills buckets, sends silos to them, and ends.
/// </summary>
[Reentrant]
internal sealed partial class JobGrain(
    FarmStore store,
    SourceFactory sources,
    IOptions<QwenFarmOptions> farm,
    ILogger<JobGrain> log,
    TimeProvider clock) : Grain, IJobGrain, IRemindable
{
    private const string Reminder = "go-on";

    private readonly Pace pace = new();
    private readonly Dictionary<string, (SiloOffer Offer, IFarmWatcher Watcher, DateTimeOffset At)> silos = [];
    private readonly Random random = new();
    private DurableRecord<JobState> record = null!;
    private JobState state = null!;
    private JobBoard board = null!;
    private GroupCommit commit = null!;

    private string Id => this.GetPrimaryKeyString();

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        record = store.Open<JobState>(this.GetGrainId(), "job");
        await record.ReadAsync();
        state = record.Value.Copy();
        board = new JobBoard(state);
        commit = new GroupCommit(() => record.WriteAsync(state.Copy()), DeactivateOnIdle);
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(farm.Value.SweepPeriod, farm.Value.SweepPeriod)
        {
            Interleave = true,
        });
    }

    /// <inheritdoc/>
    public async Task StartAsync(QwenJob job)
    {
        if (state.Job is not null)
        {
            if (state.Job.Name != job.Name || state.Job.Task != job.Task)
                throw new QwenException($"There is a job '{Id}' already, with another task: '{state.Job.Name}'.");
            await ListAsync();
            return;
        }

        (state.Job, state.Created, state.Model, state.Form) = (job, Now, job.Model, job.Form);
        await commit.StoreAsync();
        await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await ListAsync();
    }

    /// <inheritdoc/>
    public async Task<Assignment?> AssignAsync(SiloOffer offer, IFarmWatcher watcher)
    {
        if (state.Job is not { } job || state.Status != JobStatus.Running || !Fits(job, offer))
            return null;
        silos[offer.Silo] = (offer, watcher, Now);
        await SettleModelAsync(offer);
        while (state.Status == JobStatus.Running)
        {
            if (board.TakeFresh(offer.Silo, record.Value.NextBucket) is { } fresh)
                return new Assignment { Id = Id, Job = Settled(job), Bucket = fresh.Number };
            if (!await ReadMoreAsync())
                break;
        }

        return state.Status == JobStatus.Running ? await HelpAsync(job, offer) : null;
    }

    /// <inheritdoc/>
    public async Task NoteAsync(BucketSummary summary)
    {
        if (state.Job is null)
            return;
        if (board.Note(summary))
            await commit.StoreAsync();
        await EndIfDueAsync();
    }

    /// <inheritdoc/>
    public async Task PauseAsync()
    {
        Require();
        if (state.Status == JobStatus.Paused)
            return;
        RequireOpen("paused");
        await SetStatusAsync(JobStatus.Paused, null);
    }

    /// <inheritdoc/>
    public async Task ResumeAsync()
    {
        Require();
        if (state.Status == JobStatus.Running)
            return;
        RequireOpen("resumed");
        pace.Clear();
        await SetStatusAsync(JobStatus.Running, null);
    }

    /// <inheritdoc/>
    public async Task CancelAsync()
    {
        Require();
        if (!state.HasEnded)
            await SetStatusAsync(JobStatus.Cancelled, null);
    }

    /// <inheritdoc/>
    public async Task<JobProgress?> GetProgressAsync()
    {
        if (state.Job is not { } job)
            return null;
        await AskBucketsAsync();
        var (done, setAside) = (board.Done, board.SetAside);
        var speed = state.Status == JobStatus.Running ? pace.PerSecond(Now, done + setAside) : 0;
        var left = state.NextItem - done - setAside;
        return new JobProgress
        {
            Id = Id,
            Name = job.Name,
            Status = state.Status,
            Reason = state.Reason ?? WhatItWaitsFor(job),
            Read = state.NextItem,
            ReadToEnd = state.ReadToEnd,
            Done = done,
            SetAside = setAside,
            Running = state.Open.Sum(bucket => bucket.Last?.Held ?? 0),
            ItemsPerSecond = speed,
            TimeLeft = state.HasEnded ? TimeSpan.Zero : state.ReadToEnd && speed > 0 ? TimeSpan.FromSeconds(left / speed) : null,
            Silos = silos.Values.Count(silo => Now - silo.At < TimeSpan.FromMinutes(1)),
            Model = state.Model,
            Causes = AllCauses(),
            Created = state.Created,
            Ended = state.Ended,
        };
    }

    /// <inheritdoc/>
    public Task<BucketRange?> GetRangeAsync()
    {
        // as it is stored: a bucket that is not may be filled anew
        var stored = record.Value;
        return Task.FromResult(stored.Job is null ? null : new BucketRange
        {
            Next = stored.NextBucket, IsWhole = stored.ReadToEnd || stored.HasEnded, HasEnded = stored.HasEnded,
        });
    }

    /// <inheritdoc/>
    public async Task RemoveAsync()
    {
        Require();
        if (!state.HasEnded)
            throw new QwenException($"The job '{state.Job!.Name}' goes on: cancel it before it is removed.");
        foreach (var some in Enumerable.Range(0, (int)state.NextBucket).Chunk(32))
            await Task.WhenAll(some.Select(number => Bucket(number).ClearAsync()));
        await GrainFactory.GetGrain<IJobListGrain>(FarmNames.List).RemoveAsync(Id);
        await record.ClearAsync();
        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        // being here is enough: the sweep goes on by itself
        if ((state.Job is null || state.HasEnded) && await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private IBucketGrain Bucket(long number) => GrainFactory.GetGrain<IBucketGrain>(FarmNames.Bucket(Id, number));

    private QwenJob Settled(QwenJob job) => job with { Model = state.Model, Form = state.Form };

    private bool Fits(QwenJob job, SiloOffer offer) => offer.Tasks.Contains(job.Task.Name)
        && offer.FreeMemoryBytes >= job.MinMemoryBytes
        && (state.Model is null || state.Model == offer.Model)
        && (state.Form is null || state.Form == offer.Form);

    // all results of a job are of one model: that of the first silo, where the order names none
    private async Task SettleModelAsync(SiloOffer offer)
    {
        if (state.Model is not null || offer.Model is null)
            return;
        (state.Model, state.Form) = (offer.Model, state.Form ?? offer.Form);
        await commit.StoreAsync();
    }

    // no bucket is left that nobody works on: help where items wait, then where one takes long
    private async Task<Assignment?> HelpAsync(QwenJob job, SiloOffer offer)
    {
        TimeSpan? patience = offer.SecondsPerItem is { } seconds
            ? TimeSpan.FromSeconds(Math.Max(3 * seconds, farm.Value.TakeOverAfter.TotalSeconds))
            : null;
        var asked = board.Candidates(offer.Silo, random).Where(bucket => bucket.Number < record.Value.NextBucket);
        var summaries = await Task.WhenAll(asked.Select(bucket => AskAsync(bucket.Number)));
        var known = summaries.OfType<BucketSummary>().ToList();
        if (known.MaxBy(summary => summary.Waiting) is { Waiting: > 0 } waiting)
            return new Assignment { Id = Id, Job = Settled(job), Bucket = waiting.Number };
        if (patience is not null && known.Find(one => Now - one.OldestHold >= patience) is { } slow)
            return new Assignment { Id = Id, Job = Settled(job), Bucket = slow.Number, TakeOverAfter = patience };
        return null;
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (state.Job is null || state.HasEnded)
            return;
        await ListAsync(); // should the list not have heard of it
        await AskBucketsAsync();
        pace.Note(Now, board.Done + board.SetAside);
        foreach (var silo in silos.Where(pair => Now - pair.Value.At > TimeSpan.FromMinutes(5)).Select(pair => pair.Key).ToList())
            silos.Remove(silo);
        if (state.Status == JobStatus.Running)
            await ReadMoreAsync();
        await EndIfDueAsync();
    }

    private async Task AskBucketsAsync()
    {
        foreach (var some in state.Open.Select(bucket => bucket.Number).ToList().Chunk(32))
            await Task.WhenAll(some.Select(AskAsync));
    }

    private async Task<BucketSummary?> AskAsync(long number)
    {
        try
        {
            var summary = await Bucket(number).GetSummaryAsync();
            await NoteAsync(summary);
            return summary;
        }
        catch (Exception error) when (error is not InconsistentStateException)
        {
            log.LogJob(Id, "ask one of its buckets", error.Message);
            return null;
        }
    }

    private async Task EndIfDueAsync()
    {
        if (state.Status is JobStatus.Running or JobStatus.Paused && board.End(Now) is { } end)
            await SetStatusAsync(end.Status, end.Reason);
    }

    private async Task SetStatusAsync(JobStatus status, string? reason)
    {
        (state.Status, state.Reason) = (status, reason);
        state.Ended = state.HasEnded ? Now : null;
        await Task.WhenAll(commit.StoreAsync(), TellSilosAsync(status));
        await ListAsync();
        log.LogStatus(Id, state.Job!.Name, status, reason);
    }

    private Task TellSilosAsync(JobStatus status) => status == JobStatus.Running
        ? Task.CompletedTask
        : Task.WhenAll(silos.Values.Select(silo => silo.Watcher.StopAsync(Id, atOnce: status != JobStatus.Paused)));

    private Task ListAsync() => GrainFactory.GetGrain<IJobListGrain>(FarmNames.List).PutAsync(new JobListing
    {
        Id = Id,
        Name = state.Job!.Name,
        Status = state.Status,
        Priority = state.Job.Priority,
        Deadline = state.Job.Deadline,
        Created = state.Created,
    });

    private string? WhatItWaitsFor(QwenJob job) =>
        state.Status != JobStatus.Running || silos.Values.Any(silo => Now - silo.At < TimeSpan.FromMinutes(1)) ? readingError
        : $"It waits for a silo that knows the task '{job.Task.Name}'"
            + (state.Model is null ? "." : $" and has {state.Model}{(state.Form is null ? "" : $" as {state.Form}")}.");

    private Dictionary<string, long> AllCauses()
    {
        var all = new Dictionary<string, long>(state.Causes);
        foreach (var (cause, count) in state.Open.SelectMany(bucket => bucket.Last?.Causes ?? []))
            all[cause] = all.GetValueOrDefault(cause) + count;
        return all.OrderByDescending(pair => pair.Value).Take(JobBoard.Causes).ToDictionary();
    }

    private void Require()
    {
        if (state.Job is null)
            throw new QwenException($"There is no job '{Id}'.");
    }

    private void RequireOpen(string what)
    {
        if (state.HasEnded)
            throw new QwenException($"The job '{state.Job!.Name}' has ended ({state.Status}): it cannot be {what}.");
    }
}
