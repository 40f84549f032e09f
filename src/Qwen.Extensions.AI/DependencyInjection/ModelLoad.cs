using System.Diagnostics.CodeAnalysis;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>One attempt to load a model.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or wait handle holds nothing to release.")]
internal sealed class ModelLoad
{
    private readonly CancellationTokenSource stop = new();

    /// <summary>Starts the attempt once an abandoned one before it has ended.</summary>
    public ModelLoad(Func<CancellationToken, Task<QwenModel>> load, Task before) =>
        Task = before.IsCompleted ? load(stop.Token) : LoadAfterAsync(load, before);

    /// <summary>The model, or why there is none.</summary>
    public Task<QwenModel> Task { get; }

    /// <summary>Requests that wait for it; guarded by the host.</summary>
    public int Waiters { get; set; }

    /// <summary>Stops the attempt; a model that is ready all the same is disposed.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await ((Task)Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Task.IsCompletedSuccessfully)
            await Task.Result.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<QwenModel> LoadAfterAsync(Func<CancellationToken, Task<QwenModel>> load, Task before)
    {
        await before.ConfigureAwait(false);
        return await load(stop.Token).ConfigureAwait(false);
    }
}
