namespace Qwen.Orleans.Ledgers;

/// <summary>
/// The rules by which items of a bucket are given out, tried again, recorded and set aside. It knows neither storage nor clock: whoever
/// owns it stores <see cref="State"/> before anybody is told what changed.
/// </summary>
internal sealed class BucketLedger(BucketState state)
{
    /// <summary>Longest pause between two tries.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private const int LongestCause = 300;

    /// <summary>What has to be stored.</summary>
    public BucketState State => state;

    /// <summary>Whether every item is done or set aside.</summary>
    public bool IsComplete => state.IsComplete;

    /// <summary>Records how tries ended.</summary>
    /// <returns>The results that are recorded now: the first of an item counts, all later ones are dropped.</returns>
    public List<JobResult> Record(string holder, IEnumerable<ItemReport> reports, DateTimeOffset now)
    {
        var recorded = new List<JobResult>();
        foreach (var report in reports)
        {
            if (report.Index < 0 || report.Index >= state.Slots.Length || state.Slots[report.Index].IsFinal)
                continue;
            var slot = Without(state.Slots[report.Index], holder);
            state.Slots[report.Index] = report.Outcome switch
            {
                ItemOutcome.Done => slot with { Status = ItemStatus.Done, Holds = [], Cause = null },
                ItemOutcome.Hopeless => slot with
                {
                    Status = ItemStatus.SetAside, Holds = [], Failures = slot.Failures + 1, Cause = report.Result.Cause,
                },
                ItemOutcome.Failed => Fail(slot with { Failures = slot.Failures + 1, Cause = report.Result.Cause }, now),
                ItemOutcome.Fault => Fail(slot with { Faults = slot.Faults + 1, Cause = report.Result.Cause }, now),
                _ => slot,
            };
            if (state.Slots[report.Index].IsFinal)
                recorded.Add(Complete(report.Index, report.Result));
        }

        return recorded;
    }

    /// <summary>Gives up what a silo does not know of: an answer to it was lost on its way.</summary>
    public void Reconcile(string holder, IReadOnlyCollection<int> running)
    {
        for (var i = 0; i < state.Slots.Length; i++)
        {
            if (!running.Contains(i) && state.Slots[i].Holds.Any(hold => hold.Holder == holder))
                state.Slots[i] = Without(state.Slots[i], holder);
        }
    }

    /// <summary>Takes back what silos held that have not been heard of.</summary>
    /// <returns>Results of items that were set aside thereby.</returns>
    public List<JobResult> TakeBack(DateTimeOffset now)
    {
        var recorded = new List<JobResult>();
        for (var i = 0; i < state.Slots.Length; i++)
        {
            foreach (var lapsed in state.Slots[i].Holds.Where(hold => hold.Until <= now))
            {
                var slot = Without(state.Slots[i], lapsed.Holder);
                state.Slots[i] = slot = slot with
                {
                    Losses = slot.Losses + 1,
                    Cause = $"The silo that worked on it ended or stood still, {slot.Losses + 1} times.",
                };
                if (slot.Holds.Length > 0 || slot.Losses < Math.Max(2, state.Rules.Attempts))
                    continue;
                state.Slots[i] = slot with { Status = ItemStatus.SetAside };
                recorded.Add(Complete(i, new JobResult { Item = slot.Item, Silo = lapsed.Holder }));
            }
        }

        return recorded;
    }

    /// <summary>Gives items out.</summary>
    public ExchangeReply Take(ExchangeRequest request, DateTimeOffset now)
    {
        var grants = new List<ItemGrant>();
        var suspects = false;
        for (var i = 0; i < state.Slots.Length && grants.Count < request.Take; i++)
        {
            var slot = state.Slots[i];
            if (!MayTake(slot, request, now))
                continue;
            if (slot.IsSuspect)
            {
                // alone means alone: nothing before it, nothing after it
                suspects = true;
                if (!request.Idle || grants.Count > 0)
                    continue;
                grants.Add(Grant(i, request.Holder, now));
                break;
            }

            grants.Add(Grant(i, request.Holder, now));
        }

        return new ExchangeReply { Grants = [.. grants], SuspectWaits = suspects && grants.Count == 0 };
    }

    /// <summary>Moves a silo's leases on.</summary>
    /// <returns>Items that it need not go on with: they are recorded, or are not its any more.</returns>
    public int[] Renew(string holder, IEnumerable<int> running, DateTimeOffset now)
    {
        var dropped = new List<int>();
        foreach (var i in running)
        {
            if (i < 0 || i >= state.Slots.Length || !state.Slots[i].Holds.Any(hold => hold.Holder == holder))
                dropped.Add(i);
            else
                state.Slots[i] = state.Slots[i] with { Holds = [.. state.Slots[i].Holds.Select(Extend)] };
        }

        return [.. dropped];

        Hold Extend(Hold hold) => hold.Holder == holder ? hold with { Until = now + state.Rules.Lease } : hold;
    }

    /// <summary>Gives every silo a whole lease from now on: nobody could move theirs on while the bucket was not there.</summary>
    public void ExtendAll(DateTimeOffset now)
    {
        for (var i = 0; i < state.Slots.Length; i++)
        {
            if (state.Slots[i].Holds.Length > 0)
                state.Slots[i] = state.Slots[i] with
                {
                    Holds = [.. state.Slots[i].Holds.Select(hold => hold with { Until = now + state.Rules.Lease })],
                };
        }
    }

    /// <summary>
    /// How far the bucket is: what waits by the ledger, what has ended by what is stored of it; between the two an item is still held, so
    /// that it is counted once at any time.
    /// </summary>
    /// <param name="stored">The state as it was stored last.</param>
    /// <param name="now">Time of the summary.</param>
    public BucketSummary Summarise(BucketState stored, DateTimeOffset now)
    {
        var causes = new Dictionary<string, int>();
        foreach (var slot in stored.Slots.Where(slot => slot.Status == ItemStatus.SetAside))
            causes[slot.Cause ?? ""] = causes.GetValueOrDefault(slot.Cause ?? "") + 1;
        var single = state.Slots.Where(slot => slot is { Status: ItemStatus.Held, Holds.Length: 1, IsSuspect: false }).ToList();
        return new BucketSummary
        {
            Number = state.Number,
            Items = state.Slots.Length,
            Waiting = state.Slots.Count(slot => slot.Status == ItemStatus.Waiting && slot.NotBefore <= now),
            Held = state.Slots.Where((slot, i) => slot.Status == ItemStatus.Held || (slot.IsFinal && !IsStored(i))).Count(),
            Done = stored.Slots.Count(slot => slot.Status == ItemStatus.Done),
            SetAside = stored.Slots.Count(slot => slot.Status == ItemStatus.SetAside),
            OldestHold = single.Count == 0 ? null : single.Min(slot => slot.Holds[0].Since),
            Causes = causes,
        };

        bool IsStored(int index) => index < stored.Slots.Length && stored.Slots[index].IsFinal;
    }

    // a suspect is never doubled: it may have ended two silos then
    private static bool MayTake(ItemSlot slot, ExchangeRequest request, DateTimeOffset now) => slot.Status switch
    {
        ItemStatus.Waiting => slot.NotBefore <= now,
        ItemStatus.Held => request.TakeOverAfter is { } after && !slot.IsSuspect && slot.Holds.Length == 1
            && slot.Holds[0].Holder != request.Holder && now - slot.Holds[0].Since >= after,
        _ => false,
    };

    private static ItemSlot Without(ItemSlot slot, string holder)
    {
        Hold[] left = [.. slot.Holds.Where(hold => hold.Holder != holder)];
        return slot.IsFinal
            ? slot
            : slot with { Holds = left, Status = left.Length == 0 ? ItemStatus.Waiting : ItemStatus.Held };
    }

    private ItemGrant Grant(int index, string holder, DateTimeOffset now)
    {
        var slot = state.Slots[index];
        state.Slots[index] = slot with
        {
            Status = ItemStatus.Held,
            Holds = [.. slot.Holds, new Hold(holder, now, now + state.Rules.Lease)],
        };
        return new ItemGrant { Index = index, Item = slot.Item, Alone = slot.IsSuspect };
    }

    private ItemSlot Fail(ItemSlot slot, DateTimeOffset now)
    {
        // somebody else may still bring it to an end
        if (slot.Holds.Length > 0)
            return slot;
        if (slot.Failures >= state.Rules.Attempts || slot.Faults >= state.Rules.Faults)
            return slot with { Status = ItemStatus.SetAside };
        var pause = state.Rules.RetryPause * Math.Pow(2, Math.Min(20, slot.Failures + slot.Faults - 1));
        return slot with { NotBefore = now + (pause < LongestPause ? pause : LongestPause) };
    }

    private JobResult Complete(int index, JobResult result)
    {
        var slot = state.Slots[index];
        var cause = slot.Status == ItemStatus.SetAside ? slot.Cause ?? "No cause is known." : null;
        return result with
        {
            Number = state.FirstItem + index,
            Item = slot.Item,
            Value = cause is null ? result.Value : null,
            Cause = cause is { Length: > LongestCause } ? cause[..(LongestCause - 3)] + "..." : cause,
            Attempts = slot.Tries + (cause is null ? 1 : 0),
        };
    }
}
