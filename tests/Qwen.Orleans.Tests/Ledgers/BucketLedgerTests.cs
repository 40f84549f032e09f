using Qwen.Orleans.Ledgers;

namespace Qwen.Orleans.Tests.Ledgers;

/// <summary>The rules by which items are given out, tried again, recorded and set aside.</summary>
public sealed class BucketLedgerTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly BucketLedger ledger = Make(4);
    private DateTimeOffset now = Start;

    [Fact]
    public void The_first_result_of_an_item_counts_and_later_ones_are_dropped()
    {
        Take("a", 4);
        Assert.Equal("1", Assert.Single(Record("a", Done(0, "1"))).Value);
        Assert.Empty(Record("a", Done(0, "2")));
        Assert.Empty(Record("b", Done(0, "3"), Failed(0), Hopeless(0), Done(-1, "4"), Done(99, "5")));
        Assert.Equal((1, 3), (Summary.Done, Summary.Held));
    }

    [Fact]
    public void What_has_ended_and_is_not_stored_yet_is_held_still_so_that_no_item_is_counted_nowhere()
    {
        Assert.Equal([0, 1], Take("a", 2));
        var stored = ledger.State.Copy();
        Record("a", Done(0, "1"));

        var summary = ledger.Summarise(stored, now);
        Assert.Equal((0, 2), (summary.Done, summary.Held));
        Assert.Equal((1, 1), (Summary.Done, Summary.Held));
    }

    [Fact]
    public void A_failure_is_tried_again_after_a_pause_that_doubles_and_set_aside_in_the_end()
    {
        foreach (var pause in new[] { 5, 10 })
        {
            Assert.Equal([0], Take("a", 1));
            Assert.Empty(Record("a", Failed(0)));
            now += TimeSpan.FromSeconds(pause - 1);
            Assert.DoesNotContain(0, Peek());
            now += TimeSpan.FromSeconds(1);
            Assert.Contains(0, Peek());
        }

        Take("a", 1);
        var result = Assert.Single(Record("a", Failed(0)));
        Assert.Equal((null, "It failed.", 3), (result.Value, result.Cause, result.Attempts));
    }

    [Fact]
    public void An_item_whose_silo_died_is_tried_alone()
    {
        Assert.Equal([0, 1], Take("a", 2));
        Lose();
        Assert.Equal([2, 3], Take("b", 4));
        Assert.Empty(Take("c", 4));
        Assert.True(ledger.Take(Ask("c", 4), now).SuspectWaits);
        var alone = ledger.Take(Ask("c", 4) with { Idle = true }, now).Grants;
        Assert.Equal((0, true), (Assert.Single(alone).Index, alone[0].Alone));
        Assert.Equal("1", Assert.Single(Record("c", Done(0, "1"))).Value);
    }

    [Fact]
    public void An_item_that_ends_silo_after_silo_is_set_aside_and_those_beside_it_are_done()
    {
        Assert.Equal([0, 1], Take("a", 2));
        Lose();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal([0], TakeAlone($"s{i}"));
            now += TimeSpan.FromMinutes(1);
            var results = ledger.TakeBack(now);
            Assert.Equal(i == 1 ? 1 : 0, results.Count);
            if (i == 1)
                Assert.Equal(("The silo that worked on it ended or stood still, 3 times.", 3), (results[0].Cause, results[0].Attempts));
        }

        Assert.Equal([1], TakeAlone("d"));
        Record("d", Done(1, "1"));
        Assert.Equal((1, 1, 2), (Summary.Done, Summary.SetAside, Summary.Waiting));
    }

    [Fact]
    public void A_silo_that_says_it_lives_keeps_its_items()
    {
        Take("a", 2);
        now += TimeSpan.FromSeconds(29);
        Assert.Empty(ledger.Renew("a", [0, 1], now));
        now += TimeSpan.FromSeconds(29);
        Assert.Empty(ledger.TakeBack(now));
        Assert.Equal(2, Summary.Held);
        Assert.Equal([2, 7], ledger.Renew("a", [0, 2, 7], now));
    }

    [Fact]
    public void An_item_that_takes_long_is_taken_over_and_whoever_is_first_counts()
    {
        Take("slow", 1);
        now += TimeSpan.FromSeconds(20);
        Assert.Equal([1, 2, 3], Take("fast", 4));
        var over = Ask("fast", 4) with { TakeOverAfter = TimeSpan.FromSeconds(15) };
        Assert.Equal(0, Assert.Single(ledger.Take(over, now).Grants).Index);
        Assert.Empty(ledger.Take(over, now).Grants);
        Assert.Single(Record("fast", Done(0, "fast")));
        Assert.Equal([0], ledger.Renew("slow", [0], now));
        Assert.Empty(Record("slow", Done(0, "slow")));
    }

    [Fact]
    public void What_a_silo_gives_back_or_fails_by_its_own_fault_costs_the_item_nothing()
    {
        for (var i = 0; i < 5; i++)
        {
            Take($"s{i}", 1);
            var outcome = i % 2 == 0 ? ItemOutcome.Released : ItemOutcome.Fault;
            Assert.Empty(Record($"s{i}", new ItemReport { Index = 0, Outcome = outcome, Result = Known }));
            now += TimeSpan.FromMinutes(10);
        }

        Assert.Equal([0], Take("last", 1));
        Assert.Equal("1", Assert.Single(Record("last", Done(0, "1"))).Value);
    }

    [Fact]
    public void What_was_given_out_by_an_answer_that_was_lost_is_given_out_again()
    {
        Take("a", 2);
        ledger.Reconcile("a", [1]);
        Assert.Equal([0, 2], Take("b", 2));
    }

    /// <summary>Whatever silos do in whatever order: every item ends, with one result, and attempts that add up.</summary>
    [Fact]
    public void Whatever_happens_each_item_ends_once()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (any, time) = (Make(20), Start);
            var results = new List<JobResult>();
            var held = new List<(string Silo, int Index)>();
            for (var step = 0; step < 4000 && !any.IsComplete; step++)
            {
                time += TimeSpan.FromSeconds(random.Next(8));
                var silo = $"s{random.Next(5)}";
                var mine = held.Where(one => one.Silo == silo).ToList();
                switch (random.Next(6))
                {
                    case 0:
                        held.RemoveAll(one => one.Silo == silo); // it died
                        break;
                    case 1 when mine.Count > 0:
                        var (_, index) = mine[random.Next(mine.Count)];
                        ItemReport[] kinds = [Done(index, "1"), Failed(index), Failed(index) with { Outcome = ItemOutcome.Fault }];
                        results.AddRange(any.Record(silo, [kinds[random.Next(3)]], time));
                        held.Remove((silo, index));
                        break;
                    case 2:
                        foreach (var dropped in any.Renew(silo, mine.Select(one => one.Index), time))
                            held.Remove((silo, dropped));
                        break;
                    default:
                        results.AddRange(any.TakeBack(time));
                        var ask = Ask(silo, 3) with { Idle = mine.Count == 0, TakeOverAfter = TimeSpan.FromSeconds(20) };
                        held.AddRange(any.Take(ask, time).Grants.Select(grant => (silo, grant.Index)));
                        break;
                }
            }

            Assert.True(any.IsComplete, $"Seed {seed} did not end.");
            Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), results.Select(one => one.Number).Order());
            Assert.All(results, one => Assert.True(one.Value is null != one.Cause is null && one.Attempts >= 1, $"Seed {seed}: {one}"));
            var summary = any.Summarise(any.State, time);
            Assert.Equal((20, results.Count(one => one.Value is not null)), (summary.Done + summary.SetAside, summary.Done));
        }
    }

    private static JobResult Known => new() { Item = "file" };

    private BucketSummary Summary => ledger.Summarise(ledger.State, now);

    private static BucketLedger Make(int items) => new(new BucketState
    {
        Job = "job",
        Slots = [.. Enumerable.Range(0, items).Select(i => new ItemSlot { Item = $"{i}" })],
    });

    private static ItemReport Done(int index, string value) =>
        new() { Index = index, Outcome = ItemOutcome.Done, Result = Known with { Value = value } };

    private static ItemReport Failed(int index) =>
        new() { Index = index, Outcome = ItemOutcome.Failed, Result = Known with { Cause = "It failed." } };

    private static ItemReport Hopeless(int index) => Failed(index) with { Outcome = ItemOutcome.Hopeless };

    private static ExchangeRequest Ask(string silo, int take) => new() { Holder = silo, Take = take };

    private int[] Take(string silo, int take) => [.. ledger.Take(Ask(silo, take), now).Grants.Select(grant => grant.Index)];

    private int[] TakeAlone(string silo) =>
        [.. ledger.Take(Ask(silo, 4) with { Idle = true }, now).Grants.Where(grant => grant.Alone).Select(grant => grant.Index)];

    // which could be taken, without taking them
    private int[] Peek() =>
        [.. new BucketLedger(ledger.State.Copy()).Take(Ask("peek", 9), now).Grants.Select(grant => grant.Index)];

    private List<JobResult> Record(string silo, params ItemReport[] reports) => ledger.Record(silo, reports, now);

    private void Lose()
    {
        now += TimeSpan.FromMinutes(1);
        ledger.TakeBack(now);
    }
}
