using Qwen.Orleans;
using Qwen.Orleans.Ledgers;

namespace Qwen.Benchmarks;

/// <summary>
/// A farm in virtual time: the very rules by which items are given out (<see cref="BucketLedger"/>, <see cref="JobBoard"/>) over silos that
/// take as long as was recorded. Counts what store and grains would have to carry, and what a silo's death costs.
/// </summary>
internal sealed class FarmSimulation(int silos, int rows, long items, double meanSeconds, int deaths)
{
    private const double Lease = 30;
    private const double Poll = 1;

    private readonly Random random = new(7);
    private readonly PriorityQueue<(Event Kind, int Silo, long Bucket, int Index, double Took), double> events = new();
    private readonly Dictionary<long, BucketLedger> open = [];
    private readonly JobState state = new() { Job = new QwenJob { Name = "simulated", Task = JobTask.Read() } };
    private readonly double[] speed = new double[silos];
    private readonly double[] busyUntil = new double[silos];
    private readonly long?[] current = new long?[silos];
    private readonly int[] running = new int[silos];
    private readonly bool[] dead = new bool[silos];
    private readonly long[] done = new long[silos];
    private JobBoard board = null!;
    private double now;
    private long exchanges, assigns, writes, lost, again;
    private double work, wasted;

    private enum Event
    {
        Ended,
        Ask,
        Renew,
        Death,
    }

    private static DateTimeOffset At(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    /// <summary>Runs it and writes what came of it.</summary>
    public void Run()
    {
        board = new JobBoard(state);
        var began = Environment.TickCount64;
        for (var silo = 0; silo < silos; silo++)
        {
            speed[silo] = Math.Exp(0.25 * Normal());
            events.Enqueue((Event.Ask, silo, 0, 0, 0), random.NextDouble());
            events.Enqueue((Event.Renew, silo, 0, 0, 0), Lease / 4 * random.NextDouble());
        }

        var expected = items * meanSeconds / rows / speed.Sum();
        for (var i = 0; i < deaths; i++)
            events.Enqueue((Event.Death, random.Next(silos), 0, 0, 0), expected * random.NextDouble());
        while ((!state.ReadToEnd || state.Open.Count > 0) && events.TryDequeue(out var next, out now))
            Handle(next.Kind, next.Silo, next.Bucket, next.Index, next.Took);

        var ideal = work / rows / speed.Sum();
        var ends = busyUntil.Where((_, silo) => !dead[silo]).ToList();
        Console.WriteLine($"{silos} silos of {rows} rows, {items:n0} items of {meanSeconds} s, {deaths} deaths:");
        Console.WriteLine($"  {now:n0} s, where equal shares would take {ideal:n0} s: {ideal / now:p1} of it");
        Console.WriteLine($"  a second: {state.Done / now:n0} items, {exchanges / now:n0} exchanges, {writes / now:n0} writes,");
        Console.WriteLine($"  {assigns / now:n0} calls of the job; at most {JobBoard.Window(silos)} buckets open");
        Console.WriteLine($"  last silo {ends.Max() - ends.Average():n1} s behind the mean");
        Console.WriteLine($"  {lost:n0} tries lost with their silos");
        Console.WriteLine($"  {again:n0} taken over from slow ones, {wasted:n0} s of work for nothing");
        Console.WriteLine($"  {state.Done:n0} done, {state.SetAside:n0} set aside");
        Console.WriteLine($"  simulated in {(Environment.TickCount64 - began) / 1000.0:n1} s");
    }

    private void Handle(Event kind, int silo, long bucket, int index, double took)
    {
        if (dead[silo])
            return;
        switch (kind)
        {
            case Event.Death:
                dead[silo] = true;
                lost += running[silo];
                break;
            case Event.Renew:
                if (current[silo] is { } held && open.TryGetValue(held, out var kept))
                    kept.Renew($"{silo}", HeldBy(kept, silo), At(now));
                events.Enqueue((kind, silo, 0, 0, 0), now + Lease / 4);
                break;
            case Event.Ended:
                running[silo]--;
                Exchange(silo, bucket, [Report(index)], took);
                FindWork(silo);
                break;
            default:
                FindWork(silo);
                break;
        }
    }

    private static int[] HeldBy(BucketLedger ledger, int silo) =>
        [.. Enumerable.Range(0, ledger.State.Slots.Length).Where(i => ledger.State.Slots[i].Holds.Any(hold => hold.Holder == $"{silo}"))];

    private static ItemReport Report(int index) =>
        new() { Index = index, Outcome = ItemOutcome.Done, Result = new JobResult { Item = "", Value = "1" } };

    private void FindWork(int silo)
    {
        while (running[silo] < rows)
        {
            if (current[silo] is { } at && open.ContainsKey(at) && Exchange(silo, at, [], 0) > 0)
                continue;
            assigns++;
            if (Assign(silo) is not { } bucket)
            {
                events.Enqueue((Event.Ask, silo, 0, 0, 0), now + Poll);
                return;
            }

            current[silo] = bucket;
            if (Exchange(silo, bucket, [], 0) == 0)
            {
                current[silo] = null;
                events.Enqueue((Event.Ask, silo, 0, 0, 0), now + Poll);
                return;
            }
        }
    }

    private long? Assign(int silo)
    {
        if (board.TakeFresh($"{silo}", long.MaxValue) is { } fresh)
            return fresh.Number;
        if (!state.ReadToEnd && state.Open.Count < JobBoard.Window(silos))
        {
            while (!state.ReadToEnd && state.Open.Count < JobBoard.Window(silos))
                Read();
            return board.TakeFresh($"{silo}", long.MaxValue)?.Number;
        }

        foreach (var candidate in board.Candidates($"{silo}", random))
        {
            var ledger = open[candidate.Number];
            ledger.TakeBack(At(now));
            var summary = ledger.Summarise(ledger.State, At(now));
            if (summary.Waiting > 0 || At(now) - summary.OldestHold > TimeSpan.FromSeconds(Math.Max(30, 3 * meanSeconds)))
                return candidate.Number;
        }

        return null;
    }

    private void Read()
    {
        var count = (int)Math.Min(JobBoard.BucketSize, items - state.NextItem);
        open[state.NextBucket] = new BucketLedger(new BucketState
        {
            Job = "job",
            Number = state.NextBucket,
            FirstItem = state.NextItem,
            Slots = [.. Enumerable.Repeat(new ItemSlot { Item = "" }, count)],
        });
        board.Add(count);
        writes++;
        state.ReadToEnd = state.NextItem >= items;
    }

    // one call of a bucket: reports go in, items come out, and it is stored
    private int Exchange(int silo, long bucket, ItemReport[] reports, double took)
    {
        if (!open.TryGetValue(bucket, out var ledger))
            return 0;
        exchanges++;
        var recorded = ledger.Record($"{silo}", reports, At(now));
        (done[silo], work) = (done[silo] + recorded.Count, work + (recorded.Count > 0 ? took * speed[silo] : 0));
        wasted += recorded.Count == 0 ? took : 0;
        ledger.TakeBack(At(now));
        var slow = TimeSpan.FromSeconds(Math.Max(30, 3 * meanSeconds));
        var reply = ledger.Take(
            new ExchangeRequest
            {
                Holder = $"{silo}",
                Take = current[silo] == bucket ? rows - running[silo] : 0,
                Idle = running[silo] == 0,
                TakeOverAfter = state.ReadToEnd ? slow : null,
            },
            At(now));
        foreach (var grant in reply.Grants)
        {
            again += ledger.State.Slots[grant.Index].Holds.Length - 1;
            running[silo]++;
            var seconds = meanSeconds * Math.Exp(0.5 * Normal() - 0.125) / speed[silo];
            busyUntil[silo] = Math.Max(busyUntil[silo], now + seconds);
            events.Enqueue((Event.Ended, silo, bucket, grant.Index, seconds), now + seconds);
        }

        writes += (recorded.Count > 0 ? 2 : 0) + (recorded.Count == 0 && reply.Grants.Length > 0 ? 1 : 0);
        if (ledger.IsComplete && board.Note(ledger.Summarise(ledger.State, At(now))))
        {
            open.Remove(bucket);
            writes++;
        }

        return reply.Grants.Length;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
