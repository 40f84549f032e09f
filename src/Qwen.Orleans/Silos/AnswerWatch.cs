using Microsoft.Extensions.AI;

namespace Qwen.Orleans.Silos;

/// <summary>Notes which model answered: a server may have changed its model, whatever its address is called.</summary>
/// <remarks>It is never disposed: the client below is the silo's.</remarks>
internal sealed class AnswerWatch(IChatClient client) : DelegatingChatClient(client)
{
    /// <summary>The model that the last answer named; null where none did.</summary>
    public string? Model { get; private set; }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        Model = response.ModelId ?? Model;
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            Model = update.ModelId ?? Model;
            yield return update;
        }
    }
}
