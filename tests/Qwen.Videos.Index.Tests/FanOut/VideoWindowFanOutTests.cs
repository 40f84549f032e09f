using Qwen.Videos.Index;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index.Tests.FanOut;

public class VideoWindowFanOutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public async Task Results_come_in_order_and_no_more_run_at_once_than_allowed(int atOnce)
    {
        int running = 0, most = 0;
        var results = new List<int>();
        await foreach (var result in VideoWindowFanOut.RunAsync(Enumerable.Range(0, 60), DoAsync, atOnce, cancellationToken: Token))
            results.Add(result);
        Assert.Equal(Enumerable.Range(0, 60), results);
        Assert.Equal(atOnce, most);

        async Task<int> DoAsync(int window, CancellationToken cancellationToken)
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(window * 7 % 11, cancellationToken); // later ones end first
            Interlocked.Decrement(ref running);
            return window;
        }
    }

    [Fact]
    public async Task A_slow_taker_holds_the_work_back()
    {
        var begun = 0;
        await using var results =
            VideoWindowFanOut.RunAsync(Enumerable.Range(0, 1000), DoAsync, atOnce: 4, cancellationToken: Token).GetAsyncEnumerator(Token);
        Assert.True(await results.MoveNextAsync());
        await Task.Delay(200, Token);
        Assert.InRange(begun, 1, 10);

        Task<int> DoAsync(int window, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref begun);
            return Task.FromResult(window);
        }
    }

    [Fact]
    public async Task A_window_is_tried_again_as_often_as_said()
    {
        var tries = new int[4];
        var results = new List<int>();
        await foreach (var result in VideoWindowFanOut.RunAsync(Enumerable.Range(0, 4), DoAsync, atOnce: 2, attempts: 3, Token))
            results.Add(result);
        Assert.Equal([0, 1, 2, 3], results);
        Assert.Equal([1, 2, 3, 1], tries);

        Task<int> DoAsync(int window, CancellationToken cancellationToken) =>
            ++tries[window] <= window % 3 ? throw new IOException("The machine does not answer.") : Task.FromResult(window);
    }

    [Fact]
    public async Task The_last_failure_ends_all_and_comes_in_its_turn()
    {
        var results = new List<int>();
        var cancelled = 0;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var result in VideoWindowFanOut.RunAsync(Enumerable.Range(0, 100), DoAsync, atOnce: 4, attempts: 2, Token))
                results.Add(result);
        });
        Assert.Equal([0, 1, 2], results);
        Assert.True(cancelled > 0, "What ran beside must be told to stop.");

        async Task<int> DoAsync(int window, CancellationToken cancellationToken)
        {
            if (window == 3)
                throw new IOException("Gone.");
            try
            {
                await Task.Delay(window < 3 ? 0 : 60_000, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
                throw;
            }

            return window;
        }
    }

    [Fact]
    public async Task A_mistake_is_not_tried_again_and_an_end_stops_what_runs()
    {
        var tries = 0;
        await Assert.ThrowsAsync<QwenException>(async () =>
        {
            await foreach (var _ in VideoWindowFanOut.RunAsync(
                [1], (_, _) => { tries++; return Task.FromException<int>(new QwenException("No such file.")); }, cancellationToken: Token))
            {
            }
        });
        Assert.Equal(1, tries);

        // leaving the loop returns only when nothing runs any more
        var running = 0;
        await foreach (var _ in VideoWindowFanOut.RunAsync(Enumerable.Range(0, 50), DoAsync, atOnce: 5, cancellationToken: Token))
            break;
        Assert.Equal(0, running);

        async Task<int> DoAsync(int window, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref running);
            try
            {
                await Task.Delay(window == 0 ? 1 : 60_000, cancellationToken);
                return window;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        }
    }

    [Fact]
    public async Task Cancelling_and_a_broken_list_end_it()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var window in VideoWindowFanOut.RunAsync(
                Enumerable.Range(0, 50),
                async (w, t) => { await Task.Delay(w == 5 ? 60_000 : 1, t); return w; },
                2,
                cancellationToken: cancel.Token))
            {
                if (window == 3)
                    await cancel.CancelAsync();
            }
        });
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in VideoWindowFanOut.RunAsync(Broken(), (w, _) => Task.FromResult(w), 2, cancellationToken: Token))
            {
            }
        });

        static IEnumerable<int> Broken()
        {
            yield return 1;
            throw new InvalidDataException();
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
