using System.Runtime.CompilerServices;
using Qwen.Shared.Work;
using Qwen.VisionLanguage;

namespace Qwen.Videos.Index;

/// <summary>Does a list of windows several at a time and gives the results in the windows' order.</summary>
/// <remarks>
/// What "doing" means is the caller's: <see cref="VideoWindowWorker.RunAsync(VideoWindow, CancellationToken)"/> on this machine, or a call
/// to another one. At most twice as many windows as are done at once are begun and not taken yet, however many there are and however slowly
/// they are taken.
/// </remarks>
public static class VideoWindowFanOut
{
    /// <summary>Runs the work.</summary>
    /// <typeparam name="TWindow">A window, or what stands for one.</typeparam>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="windows">The windows; the next is fetched when there is room for it.</param>
    /// <param name="work">Does one; has to give the same for the same window, because it may be called again.</param>
    /// <param name="atOnce">How many are done at the same time, at least 1.</param>
    /// <param name="attempts">
    /// How often a window is tried, at least 1. A <see cref="QwenException"/> is not tried again: it would come again.
    /// </param>
    /// <param name="cancellationToken">Stops all that runs.</param>
    /// <exception cref="Exception">The last attempt's, when the failed window's turn has come; what runs is cancelled.</exception>
    public static async IAsyncEnumerable<TResult> RunAsync<TWindow, TResult>(
        IEnumerable<TWindow> windows,
        Func<TWindow, CancellationToken, Task<TResult>> work,
        int atOnce = 1,
        int attempts = 3,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);

        await foreach (var result in OrderedWork.RunAsync(windows, DoAsync, atOnce, cancellationToken).ConfigureAwait(false))
            yield return result;

        async Task<TResult> DoAsync(TWindow window, CancellationToken stop)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await work(window, stop).ConfigureAwait(false);
                }
                catch (Exception error) when (attempt < attempts && error is not (QwenException or OperationCanceledException))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), stop).ConfigureAwait(false);
                }
            }
        }
    }
}
