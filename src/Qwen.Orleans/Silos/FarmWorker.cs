using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Qwen.Orleans.Grains;
using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Silos;

/// <summary>
/// Works on items as long as its silo runs: asks jobs for buckets and buckets for items, as many as rows are free, and hands back how each
/// ended. A row is free again once that is stored. One loop owns all its state; what others say reaches it through a channel.
/// </summary>
internal sealed partial class FarmWorker(
    IGrainFactory grains,
    SiloModel model,
    ItemRunner runner,
    ILocalSiloDetails silo,
    IOptions<QwenFarmOptions> farm,
    ILogger<FarmWorker> log) : ILifecycleParticipant<ISiloLifecycle>, IFarmWatcher, IDisposable
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    private readonly Channel<Action> said = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Run> runs = [];
    private readonly ConcurrentDictionary<Run, byte> working = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Pacer pacer = new();
    private IFarmWatcher? watcher;
    private Assignment? current;
    private JobListing[] jobs = [];

    // time that passes, not what a clock shows that somebody sets
    private readonly Stopwatch running = Stopwatch.StartNew();
    private TimeSpan? listed;
    private TimeSpan restUntil;
    private TimeSpan rest = TimeSpan.FromSeconds(1);
    private bool drains;
    private Task loop = Task.CompletedTask;

    private string Name => silo.SiloAddress.ToParsableString();

    private int FreeRows => drains || runs.Exists(run => run.Grant.Alone) ? 0 : Math.Max(0, farm.Value.Rows - runs.Count);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(FarmWorker), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public Task StopAsync(string job, bool atOnce)
    {
        said.Writer.TryWrite(() => Drop(job, atOnce));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        if (model.Client is null)
            return Task.CompletedTask;
        watcher = grains.CreateObjectReference<IFarmWatcher>(this);
        loop = Task.WhenAll(Task.Run(LoopAsync, CancellationToken.None), Task.Run(RenewAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LoopAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await StepAsync().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                LogPause(log, Name, error.Message);
                await Task.Delay(farm.Value.PollPeriod, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await HandBackAsync().ConfigureAwait(false);
    }

    private async Task StepAsync()
    {
        await ListAsync().ConfigureAwait(false);
        await ReportAsync().ConfigureAwait(false);
        if (drains && runs.Count == 0)
            await TakeAsync(idle: true).ConfigureAwait(false);
        var isBusy = running.Elapsed >= restUntil && FreeRows > 0 && await FindWorkAsync().ConfigureAwait(false);
        if (!isBusy)
            await ListenAsync().ConfigureAwait(false);
        while (said.Reader.TryRead(out var word))
            word();
    }

    // until something is said, or it is time to look around
    private async Task ListenAsync()
    {
        if (runs.Exists(run => run.Report is not null))
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        limit.CancelAfter(farm.Value.PollPeriod);
        try
        {
            await said.Reader.WaitToReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // time to look around
        }
    }

    /// <summary>Takes items of the current bucket, or finds another one.</summary>
    /// <returns>Whether there may be more at once.</returns>
    private async Task<bool> FindWorkAsync()
    {
        if (current is not null && await TakeAsync(idle: runs.Count == 0).ConfigureAwait(false))
            return true;
        if (drains)
            return false;
        current = null;
        foreach (var job in jobs.Where(job => job.Status == JobStatus.Running))
        {
            try
            {
                current = await grains.GetGrain<IJobGrain>(job.Id).AssignAsync(Offer(), watcher!).ConfigureAwait(false);
                if (current is not null)
                    return await TakeAsync(idle: runs.Count == 0).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                // a job that cannot be asked now does not keep the silo from others
                current = null;
                LogPause(log, Name, error.Message);
            }
        }

        return false;
    }

    private async Task<bool> TakeAsync(bool idle)
    {
        var bucket = new BucketKey(current!.Id, current.Bucket);
        drains = false;
        var reply = await ExchangeAsync(bucket, FreeRows, idle).ConfigureAwait(false);

        // what a silo died over is tried alone: the rest is brought to an end before
        drains = reply.SuspectWaits && runs.Count > 0;
        return reply.Grants.Length > 0;
    }

    private async Task ReportAsync()
    {
        foreach (var bucket in runs.Where(run => run.Report is not null).Select(run => run.Bucket).Distinct().ToList())
        {
            // with the report goes the wish for more, where that is the bucket worked on
            var isCurrent = current is not null && bucket == new BucketKey(current.Id, current.Bucket) && running.Elapsed >= restUntil;
            var freed = runs.Count(run => run.Bucket == bucket && run.Report is not null);
            var take = isCurrent && !drains && !stopping.IsCancellationRequested && !runs.Exists(run => run.Grant.Alone)
                ? Math.Clamp(farm.Value.Rows - runs.Count + freed, 0, farm.Value.Rows)
                : 0;
            try
            {
                await ExchangeAsync(bucket, take, idle: false).ConfigureAwait(false);
            }
            catch (Exception error) when (!stopping.IsCancellationRequested)
            {
                LogPause(log, Name, error.Message);
                if (Array.TrueForAll(jobs, job => job.Id != bucket.Job))
                    Forget(bucket); // the job is gone, and with it everybody who would want to know
                else
                    await Task.Delay(farm.Value.PollPeriod, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Forget(BucketKey bucket)
    {
        foreach (var run in runs.Where(run => run.Bucket == bucket && run.Report is not null).ToList())
        {
            runs.Remove(run);
            working.TryRemove(run, out _);
            run.Close();
        }
    }

    private async Task<ExchangeReply> ExchangeAsync(BucketKey bucket, int take, bool idle)
    {
        var ended = runs.Where(run => run.Bucket == bucket && run.Report is not null).ToList();
        var request = new ExchangeRequest
        {
            Holder = Name,
            Reports = [.. ended.Select(run => run.Report!)],
            Running = [.. runs.Where(run => run.Bucket == bucket && run.Report is null).Select(run => run.Grant.Index)],
            Take = take,
            Idle = idle,
            TakeOverAfter = current is not null && bucket == new BucketKey(current.Id, current.Bucket) ? current.TakeOverAfter : null,
        };
        var reply = await Grain(bucket).ExchangeAsync(request).ConfigureAwait(false);
        Forget(bucket);
        foreach (var grant in reply.Grants)
            Begin(bucket, grant);
        return reply;
    }

    private void Begin(BucketKey bucket, ItemGrant grant)
    {
        var run = new Run(bucket, grant, stopping.Token);
        var job = current!.Job;
        runs.Add(run);
        working[run] = 0;
        _ = Task.Run(async () =>
        {
            var report = await runner.RunAsync(job, grant, silo.Name, run.Token).ConfigureAwait(false);
            said.Writer.TryWrite(() => End(run, report));
        });
    }

    private void End(Run run, ItemReport report)
    {
        run.Report = report;
        if (report.Outcome == ItemOutcome.Done)
        {
            pacer.Note(report.Result.Seconds);
            rest = TimeSpan.FromSeconds(1);
        }
        else if (report.Outcome == ItemOutcome.Fault)
        {
            // others may do better: this silo looks again after a rest that grows
            restUntil = running.Elapsed + rest;
            LogFault(log, silo.Name, report.Result.Cause ?? "", DateTime.UtcNow + rest);
            rest = rest * 2 < LongestRest ? rest * 2 : LongestRest;
        }
    }

    private void Drop(string job, bool atOnce)
    {
        if (current?.Id == job)
            (current, drains) = (null, false);
        jobs = [.. jobs.Where(one => one.Id != job)];
        if (!atOnce)
            return;
        foreach (var run in runs.Where(run => run.Bucket.Job == job))
            run.Stop();
    }

    private async Task ListAsync()
    {
        if (running.Elapsed - listed < farm.Value.PollPeriod)
            return;
        listed = running.Elapsed;
        jobs = await grains.GetGrain<IJobListGrain>(FarmNames.List).GetOpenAsync().ConfigureAwait(false);
        foreach (var id in runs.Select(run => run.Bucket.Job).Distinct().ToList())
        {
            if (Array.Find(jobs, job => job.Id == id) is not { } job)
                Drop(id, atOnce: true);
            else if (job.Status == JobStatus.Paused && current?.Id == id)
                Drop(id, atOnce: false);
        }

        // a job of a higher priority has come meanwhile
        var first = Array.Find(jobs, job => job.Status == JobStatus.Running);
        if (current is not null && !drains && first is not null && Array.Find(jobs, job => job.Id == current.Id) is { } mine
            && first.Priority > mine.Priority)
            current = null;
    }

    // beside the loop, which may wait for a bucket whose silo has just died: that is no reason to lose what others gave
    private async Task RenewAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(farm.Value.Lease / 4, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(working.Keys.ToLookup(run => run.Bucket).Select(some => RenewAsync(some.Key, [.. some])))
                .ConfigureAwait(false);
        }
    }

    private async Task RenewAsync(BucketKey bucket, Run[] some)
    {
        try
        {
            var dropped = await Grain(bucket).RenewAsync(Name, [.. some.Select(run => run.Grant.Index)])
                .WaitAsync(farm.Value.Lease).ConfigureAwait(false);
            foreach (var run in some.Where(run => dropped.Contains(run.Grant.Index)))
                run.Stop();
        }
        catch (Exception error)
        {
            LogPause(log, Name, error.Message);
        }
    }

    // a silo that ends in peace gives back what it did not bring to an end: nobody has to wait for its lease
    private async Task HandBackAsync()
    {
        var until = running.Elapsed + TimeSpan.FromSeconds(5);
        while (runs.Exists(run => run.Report is null) && running.Elapsed < until)
        {
            await Task.WhenAny(said.Reader.WaitToReadAsync(CancellationToken.None).AsTask(), Task.Delay(1000)).ConfigureAwait(false);
            while (said.Reader.TryRead(out var word))
                word();
        }

        try
        {
            await ReportAsync().WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            LogPause(log, Name, error.Message);
        }
    }

    private IBucketGrain Grain(BucketKey bucket) => grains.GetGrain<IBucketGrain>(FarmNames.Bucket(bucket.Job, bucket.Number));

    private SiloOffer Offer() => new()
    {
        Silo = Name,
        Model = model.Model,
        Form = model.Form,
        Device = model.Device,
        Rows = farm.Value.Rows,
        Tasks = runner.TaskNames,
        SecondsPerItem = pacer.Seconds,
        FreeMemoryBytes = FreeMemory(),
    };

    // what the last collection saw: it may be a little old, as a load that others make may be gone when an item begins
    private static long FreeMemory()
    {
        var seen = GC.GetGCMemoryInfo(GCKind.Any);
        return Math.Max(0, seen.TotalAvailableMemoryBytes - seen.MemoryLoadBytes);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo {Silo} could not reach the farm: {Error} It will try again.")]
    private static partial void LogPause(ILogger log, string silo, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo {Silo} gave an item back: {Cause} It rests until {Until:T}.")]
    private static partial void LogFault(ILogger log, string silo, string cause, DateTime until);
}
