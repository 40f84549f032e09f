using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Server.OpenAI;
using Qwen.VisionLanguage;

namespace Qwen.Server.Serving;

/// <summary>One model: opened by the first request, let go after some time without one. Safe for concurrent use.</summary>
internal sealed class ModelSlot : IAsyncDisposable
{
    private readonly QwenServedModel model;
    private readonly ITimer? timer;
    private readonly SemaphoreSlim opening = new(1, 1);
    private readonly Lock gate = new();
    private IChatClient? client;
    private int leases;

    /// <summary>Opens nothing yet.</summary>
    public ModelSlot(QwenServedModel model, TimeProvider time)
    {
        this.model = model;
        client = model.Client;
        if (model is { Open: not null, IdleTime: not null })
            timer = time.CreateTimer(_ => LetGo(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The name that requests use.</summary>
    public string Name => model.Name;

    /// <summary>Why the latest opening failed; null where it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>The client where it is open; without a lease it may be let go at any time.</summary>
    public IChatClient? Opened
    {
        get
        {
            lock (gate)
                return client;
        }
    }

    /// <summary>The client, opened and its model loaded where necessary.</summary>
    /// <exception cref="RequestException">It cannot be had now.</exception>
    public async Task<ModelLease> TakeAsync(CancellationToken cancellationToken)
    {
        var lease = await AcquireAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await LoadAsync(lease.Client, cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
            await timer.DisposeAsync().ConfigureAwait(false);
        if (model.Open is not null)
        {
            lock (gate)
            {
                client?.Dispose();
                client = null;
            }
        }

        opening.Dispose();
    }

    internal void Return()
    {
        lock (gate)
        {
            if (--leases == 0 && model.IdleTime is { } idle)
                timer?.Change(idle, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task<ModelLease> AcquireAsync(CancellationToken cancellationToken)
    {
        if (TryTake() is { } ready)
            return ready;
        await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (TryTake() is { } meanwhile)
                return meanwhile;
            var opened = await OpenAsync(cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                client = opened;
                leases++;
            }

            return new ModelLease(this, opened);
        }
        finally
        {
            opening.Release();
        }
    }

    private ModelLease? TryTake()
    {
        lock (gate)
        {
            if (client is null)
                return null;
            leases++;
            return new ModelLease(this, client);
        }
    }

    private void LetGo()
    {
        IChatClient? idle;
        lock (gate)
        {
            if (leases > 0)
                return;
            idle = client;
            client = null;
        }

        idle?.Dispose();
    }

    private async Task<IChatClient> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var opened = await model.Open!(cancellationToken).ConfigureAwait(false);
            Failure = null;
            return opened;
        }
        catch (QwenException error)
        {
            throw NotReady(error);
        }
    }

    // a local client may load its model with the first request: where that fails it is the server's fault, not the request's
    private async Task LoadAsync(IChatClient leased, CancellationToken cancellationToken)
    {
        if (leased.GetService(typeof(QwenModelSource)) is not QwenModelSource { Loaded: null } source)
            return;
        try
        {
            await source.GetAsync(cancellationToken).ConfigureAwait(false);
            Failure = null;
        }
        catch (QwenException error)
        {
            throw NotReady(error);
        }
    }

    private RequestException NotReady(QwenException error)
    {
        Failure = error.Message;
        return new(503, "server_error", $"The model '{Name}' cannot be loaded: {error.Message}", code: "model_not_ready")
        {
            RetryAfter = 30
        };
    }
}
