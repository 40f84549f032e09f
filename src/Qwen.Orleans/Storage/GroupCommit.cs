namespace Qwen.Orleans.Storage;

/// <summary>
/// Stores what several callers changed by one write: while one runs, those who come wait for the next. For grains whose calls interleave;
/// a write that failed leaves the grain unusable, because nobody knows what was stored.
/// </summary>
internal sealed class GroupCommit(Func<Task> write, Action onFailure)
{
    private long wanted;
    private long stored;
    private Task? running;
    private Exception? failure;

    /// <summary>Returns when everything that was changed before the call is stored.</summary>
    public async Task StoreAsync()
    {
        var mine = ++wanted;
        while (stored < mine)
        {
            if (failure is not null)
                throw new InvalidOperationException("What was changed could not be stored.", failure);
            await (running ??= RunAsync());
        }
    }

    private async Task RunAsync()
    {
        // calls that stand in line get their changes in
        await Task.Yield();
        try
        {
            var upTo = wanted;
            await write();
            stored = upTo;
        }
        catch (Exception error)
        {
            failure = error;
            onFailure();
            throw;
        }
        finally
        {
            running = null;
        }
    }
}
