using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Qwen.Orleans.Ledgers;
using Qwen.Orleans.Storage;

namespace Qwen.Orleans.Grains;

/// <summary>Runs a <see cref="BucketLedger"/> over storage: nobody is told of a change before it is stored.</summary>
[Reentrant]
[RandomPlacement]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class BucketGrain(
    FarmStore store, ILogger<BucketGrain> log, TimeProvider clock) : Grain, IBucketGrain
{
    // a page of results is sent as one message
    private const int ResultsInPage = 64;

    private DurableRecord<BucketState> record = null!;
    private DurableRecord<ResultSegment> nextSegment = null!;
    private BucketLedger ledger = null!;
    private GroupCommit commit = null!;
    private List<JobResult> unstored = [];

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        record = store.Open<BucketState>(this.GetGrainId(), "bucket");
        await record.ReadAsync();
        ledger = new BucketLedger(record.Value.Copy());
        ledger.ExtendAll(Now);
        commit = new GroupCommit(WriteAsync, DeactivateOnIdle);

        // a segment that was written when its bucket was not any more is written over
        nextSegment = Segment(ledger.State.Segments);
        if (record.Exists)
            await nextSegment.ReadAsync();
    }

    /// <inheritdoc/>
    public async Task FillAsync(BucketFilling filling)
    {
        unstored = [];
        nextSegment = Segment(0);
        if (record.Exists)
            await nextSegment.ReadAsync();
        ledger = new BucketLedger(new BucketState
        {
            Job = filling.Job,
            Number = filling.Number,
            FirstItem = filling.FirstItem,
            Rules = filling.Rules,
            Slots = [.. filling.Items.Select(item => new ItemSlot { Item = item })],
        });
        foreach (var (item, index) in filling.Items.Select((item, index) => (item, index)).Where(pair => pair.item.Problem is not null))
        {
            var known = new JobResult { Item = item, Cause = item.Problem };
            unstored.AddRange(
                ledger.Record("", [new ItemReport { Index = index, Outcome = ItemOutcome.Hopeless, Result = known }], Now));
        }

        await commit.StoreAsync();
    }

    /// <inheritdoc/>
    public async Task<ExchangeReply> ExchangeAsync(ExchangeRequest request)
    {
        Require();
        var before = ledger.IsComplete;
        var now = Now;
        var recorded = ledger.Record(request.Holder, request.Reports, now);
        ledger.Reconcile(request.Holder, request.Running);
        recorded.AddRange(ledger.TakeBack(now));
        unstored.AddRange(recorded);
        var reply = ledger.Take(request, now);
        if (request.Reports.Length > 0 || recorded.Count > 0 || reply.Grants.Length > 0)
            await commit.StoreAsync();
        if (recorded.Exists(result => result.Cause is not null) || (ledger.IsComplete && !before))
            await TellAsync();
        return reply;
    }

    /// <inheritdoc/>
    public Task<int[]> RenewAsync(string holder, int[] running)
    {
        Require();
        return Task.FromResult(ledger.Renew(holder, running, Now));
    }

    /// <inheritdoc/>
    public async Task<BucketSummary> GetSummaryAsync()
    {
        Require();
        var recorded = ledger.TakeBack(Now);
        unstored.AddRange(recorded);
        if (recorded.Count > 0)
            await commit.StoreAsync();
        return Summarise();
    }

    /// <inheritdoc/>
    public async Task<ResultPage> ReadResultsAsync(int fromSegment)
    {
        Require();
        var results = new List<JobResult>();
        var at = fromSegment;

        // as it is stored: the last item may be known as done while its result is still being written
        var stored = record.Value;
        for (; at < stored.Segments && results.Count < ResultsInPage; at++)
        {
            var segment = Segment(at);
            await segment.ReadAsync();
            results.AddRange(segment.Value.Results);
        }

        return new ResultPage
        {
            Results = [.. results],
            NextSegment = at,
            IsComplete = stored.IsComplete && at == stored.Segments,
            FirstItem = ledger.State.FirstItem,
        };
    }

    /// <inheritdoc/>
    public async Task ClearAsync()
    {
        for (var i = 0; i <= record.Value.Segments; i++)
        {
            var segment = Segment(i);
            await segment.ReadAsync();
            if (segment.Exists)
                await segment.ClearAsync();
        }

        if (record.Exists)
            await record.ClearAsync();
        DeactivateOnIdle();
    }

    // the job asks from time to time, too: a word that is lost costs no more than time
    private async Task TellAsync()
    {
        try
        {
            await GrainFactory.GetGrain<IJobGrain>(ledger.State.Job).NoteAsync(Summarise());
            if (ledger.IsComplete)
                DeactivateOnIdle();
        }
        catch (Exception error)
        {
            log.LogUntold(this.GetGrainId(), error.Message);
        }
    }

    // a job ends by what it hears, and with it whoever reads its results: they have to be there
    private BucketSummary Summarise() => ledger.Summarise(record.Value, Now);

    private async Task WriteAsync()
    {
        var state = ledger.State.Copy();
        var results = unstored;
        unstored = [];
        if (results.Count > 0)
        {
            await nextSegment.WriteAsync(new ResultSegment { Results = [.. results] });
            ledger.State.Segments = ++state.Segments;
            nextSegment = Segment(state.Segments);
        }

        await record.WriteAsync(state);
    }

    private DurableRecord<ResultSegment> Segment(int number) =>
        store.Open<ResultSegment>(this.GetGrainId(), $"results-{number}");

    private void Require()
    {
        if (ledger.State.Job.Length == 0)
        {
            DeactivateOnIdle();
            throw new InvalidOperationException($"The bucket {this.GetPrimaryKeyString()} was never filled, or was removed.");
        }
    }
}
