using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Qwen.Server.Tests;

/// <summary>A model that answers when the test lets it: what waits, ends or is broken off is then seen from outside.</summary>
public sealed class GatedClient : IChatClient
{
    private readonly SemaphoreSlim gate = new(0);
    private int running;

    /// <summary>Requests inside.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Requests that were inside at once at most.</summary>
    public int MostRunning { get; private set; }

    /// <summary>What is thrown instead of an answer's second half; null for nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether it was let go.</summary>
    public bool Disposed { get; private set; }

    /// <summary>Lets so many requests be answered.</summary>
    public void Open(int count = 1) => gate.Release(count);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Disposed, this);
        MostRunning = Math.Max(MostRunning, Interlocked.Increment(ref running));
        try
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "one ");
            await gate.WaitAsync(cancellationToken);
            if (Fault is { } fault)
                throw fault;
            yield return new ChatResponseUpdate(ChatRole.Assistant, "two") { FinishReason = ChatFinishReason.Stop };
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => Disposed = true;
}
