using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Qwen.SemanticKernel.Registration;

/// <summary>
/// The one pipeline that <see cref="IChatClient"/> and the chat completion service of a key share. It says why an answer ended where users
/// of a kernel look for it: among the message's properties, which become metadata there.
/// </summary>
internal sealed class QwenKernelChatClient(IChatClient pipeline) : DelegatingChatClient(pipeline)
{
    private const string FinishReason = "FinishReason";

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        if (response is { FinishReason: { } reason, Messages: [.., var last] })
            (last.AdditionalProperties ??= [])[FinishReason] = reason.Value;
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            if (update.FinishReason is { } reason)
                (update.AdditionalProperties ??= [])[FinishReason] = reason.Value;
            yield return update;
        }
    }
}
