using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Qwen.Server.OpenAI;
using Qwen.VisionLanguage;

namespace Qwen.Server.Serving;

/// <summary>
/// A model as the client of tools: every question of a tool takes its turn among the requests of all callers. Safe for concurrent use.
/// </summary>
internal sealed class QueuedClient(ModelSlot model, RequestQueue queue) : IChatClient
{
    /// <inheritdoc/>
    /// <exception cref="QwenException">The queue is full, or the model cannot be opened.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var place = Enter();
        await place.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var lease = await TakeAsync(cancellationToken).ConfigureAwait(false);
        return await lease.Client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="QwenException">The queue is full, or the model cannot be opened.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var place = Enter();
        await place.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var lease = await TakeAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var update in lease.Client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
            yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : model.Opened?.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose()
    {
        // the model is the server's
    }

    private RequestPlace Enter()
    {
        try
        {
            return queue.Enter();
        }
        catch (RequestException error)
        {
            throw error.ToQwenException();
        }
    }

    private async Task<ModelLease> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await model.TakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestException error)
        {
            throw error.ToQwenException();
        }
    }
}
