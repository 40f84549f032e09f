using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Qwen.Shared.Work;

/// <summary>Does items of a list several at a time and gives what comes of them in the list's order.</summary>
internal static class OrderedWork
{
    /// <summary>
    /// Runs the work. With one at a time the next is begun when it is asked for; with more, at most twice as many are begun and not
    /// taken yet, however many there are and however slowly they are taken.
    /// </summary>
    /// <param name="items">The items; the next is fetched when there is room for it.</param>
    /// <param name="work">Does one.</param>
    /// <param name="atOnce">How many are done at the same time, at least 1.</param>
    /// <param name="cancellationToken">Stops all that runs.</param>
    /// <exception cref="Exception">An item's, when its turn has come; what runs is cancelled and waited for.</exception>
    public static IAsyncEnumerable<TResult> RunAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> work, int atOnce,
        CancellationToken cancellationToken) =>
        atOnce == 1 ? OneByOneAsync(items, work, cancellationToken) : SeveralAsync(items, work, atOnce, cancellationToken);

    private static async IAsyncEnumerable<TResult> OneByOneAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await work(item, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<TResult> SeveralAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, Task<TResult>> work, int atOnce,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // tasks go through the channel as they are begun, so they come out in order, whichever ends first
        var channel = Channel.CreateBounded<Task<TResult>>(atOnce);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(atOnce);
        var feeding = FeedAsync();
        try
        {
            await foreach (var running in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return await running.ConfigureAwait(false);
            await feeding.ConfigureAwait(false);
        }
        finally
        {
            // nothing runs on when the caller is gone
            await stop.CancelAsync().ConfigureAwait(false);
            await foreach (var running in channel.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task FeedAsync()
        {
            try
            {
                foreach (var item in items)
                {
                    await slots.WaitAsync(stop.Token).ConfigureAwait(false);
                    var running = Task.Run(() => DoAsync(item), CancellationToken.None);
                    await channel.Writer.WriteAsync(running, CancellationToken.None).ConfigureAwait(false);
                }
            }
            finally
            {
                channel.Writer.Complete();
            }
        }

        async Task<TResult> DoAsync(TItem item)
        {
            try
            {
                return await work(item, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
