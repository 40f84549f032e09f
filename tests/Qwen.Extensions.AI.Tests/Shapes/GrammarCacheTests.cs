using Qwen.Extensions.AI.Shapes;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>What callers share of compiled grammars, and what they do not.</summary>
public sealed class GrammarCacheTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_failure_is_not_kept()
    {
        var cache = new GrammarCache();
        Assert.Throws<InvalidOperationException>(() => cache.Get<string>("a", _ => throw new InvalidOperationException(), Stop));
        Assert.Equal(0, cache.Count);
        Assert.Equal("made", cache.Get("a", _ => "made", Stop));
        Assert.Equal("made", cache.Get<string>("a", _ => throw new InvalidOperationException(), Stop));
    }

    [Fact]
    public async Task Who_waits_for_another_caller_may_stop_waiting_and_other_keys_wait_for_nobody()
    {
        var cache = new GrammarCache();
        using var making = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var slow = Task.Run(
            () => cache.Get(
                "slow",
                _ =>
                {
                    making.Set();
                    go.Wait(Stop);
                    return "slow";
                },
                Stop),
            Stop);
        making.Wait(Stop);
        Assert.Equal("quick", cache.Get("quick", _ => "quick", Stop));
        using var impatient = new CancellationTokenSource();
        var waiting = Task.Run(() => cache.Get("slow", _ => "again", impatient.Token), Stop);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        go.Set();
        Assert.Equal("slow", await slow);
        Assert.Equal("slow", cache.Get("slow", _ => "again", Stop));
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_the_work_to_the_next()
    {
        var cache = new GrammarCache();
        using var making = new ManualResetEventSlim();
        using var first = new CancellationTokenSource();
        var cancelled = Task.Run(
            () => cache.Get<string>(
                "key",
                token =>
                {
                    making.Set();
                    token.WaitHandle.WaitOne();
                    token.ThrowIfCancellationRequested();
                    return "first";
                },
                first.Token),
            Stop);
        making.Wait(Stop);
        var second = Task.Run(() => cache.Get("key", _ => "second", Stop), Stop);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal("second", await second);
        Assert.Equal("second", cache.Get("key", _ => "third", Stop));
    }
}
