using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>
/// Loads a model once, when it is first asked for, and owns it. Whoever waits may give up; the load itself stops only
/// when nobody waits any more. A load that failed is tried again by the next request. Safe for concurrent use.
/// </summary>
internal sealed class QwenModelHost : IDisposable, IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<QwenModel>> load;
    private readonly Lock gate = new();
    private ModelLoad? current;
    private Task abandoned = Task.CompletedTask;
    private bool disposed;
    private int visits;
    private TaskCompletionSource? left;

    /// <summary>Makes a host that loads nothing yet.</summary>
    /// <param name="modelId">The model's name, known before it is loaded.</param>
    /// <param name="load">Loads it.</param>
    public QwenModelHost(string modelId, Func<CancellationToken, Task<QwenModel>> load)
    {
        ModelId = modelId;
        this.load = load;
    }

    /// <summary>The model's name.</summary>
    public string ModelId { get; }

    /// <summary>The model; null before it is loaded.</summary>
    public QwenModel? Loaded
    {
        get
        {
            lock (gate)
                return current is { Task: { IsCompletedSuccessfully: true } task } ? task.Result : null;
        }
    }

    /// <summary>Whether somebody waits for the model to be loaded.</summary>
    public bool IsLoading
    {
        get
        {
            lock (gate)
                return current is { Task.IsCompleted: false };
        }
    }

    /// <summary>Why the latest load failed; null where none failed or a later one succeeded.</summary>
    public Exception? LoadError { get; private set; }

    /// <summary>A host of a model that is loaded already.</summary>
    public static QwenModelHost Of(QwenModel model)
    {
        var host = new QwenModelHost(model.ModelId, _ => Task.FromResult(model));
        host.current = new ModelLoad(host.load, Task.CompletedTask);
        return host;
    }

    /// <summary>The model, loaded where necessary.</summary>
    /// <param name="cancellationToken">Ends the wait, and the load where nobody else waits for it.</param>
    public async Task<QwenModel> GetAsync(CancellationToken cancellationToken)
    {
        ModelLoad mine;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            mine = current ??= new ModelLoad(load, abandoned);
            mine.Waiters++;
        }

        try
        {
            return await mine.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(mine);
        }
    }

    /// <summary>Counts a request until the result is disposed.</summary>
    public IDisposable Enter()
    {
        lock (gate)
            visits++;
        return new Visit(this);
    }

    /// <summary>Waits until no request runs any more.</summary>
    /// <param name="cancellationToken">Ends the wait; the requests go on.</param>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Task empty;
        lock (gate)
        {
            if (visits == 0)
                return;
            left ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = left.Task;
        }

        await empty.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => TakeModel()?.Dispose();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (TakeModel() is { } model)
            await model.DisposeAsync().ConfigureAwait(false);
        await abandoned.ConfigureAwait(false);
    }

    private void Leave()
    {
        lock (gate)
        {
            if (--visits > 0)
                return;
            left?.TrySetResult();
            left = null;
        }
    }

    private void Leave(ModelLoad mine)
    {
        lock (gate)
        {
            mine.Waiters--;
            if (mine.Task.IsCompletedSuccessfully)
                LoadError = null;
            else if (mine.Task.IsFaulted)
                LoadError = mine.Task.Exception.InnerException;
            if (current != mine || mine.Task.IsCompletedSuccessfully)
                return;
            if (mine.Task.IsCompleted)
                current = null;
            else if (mine.Waiters == 0)
                Abandon(mine);
        }
    }

    private QwenModel? TakeModel()
    {
        lock (gate)
        {
            if (disposed)
                return null;
            disposed = true;
            if (current is { Task.IsCompletedSuccessfully: true })
                return current.Task.Result;
            if (current is { Task.IsCompleted: false } running)
                Abandon(running);
            return null;
        }
    }

    // the next load waits for this one to end, so that two never write the same converted files
    private void Abandon(ModelLoad running)
    {
        current = null;
        abandoned = running.StopAsync();
    }

    private sealed class Visit(QwenModelHost host) : IDisposable
    {
        private QwenModelHost? host = host;

        public void Dispose() => Interlocked.Exchange(ref host, null)?.Leave();
    }
}
