using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Qwen.SemanticKernel.Chat;

/// <summary>
/// The kernel's own adapter, with what it leaves out: content without a media type gets the one that its bytes speak for, and calls that
/// the host runs itself are told apart by plugin and function.
/// </summary>
internal sealed class QwenChatCompletion(IChatCompletionService adapter) : IChatCompletionService
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> Attributes => adapter.Attributes;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var sent = SentHistory.Create(chatHistory);
        var known = sent.Count;
        var answers = await adapter.GetChatMessageContentsAsync(sent, executionSettings, kernel, cancellationToken).ConfigureAwait(false);
        Keep(sent, known, chatHistory);
        foreach (var answer in answers)
            FunctionNames.Split(answer, kernel);
        return answers;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var sent = SentHistory.Create(chatHistory);
        var known = sent.Count;
        await foreach (var piece in adapter.GetStreamingChatMessageContentsAsync(sent, executionSettings, kernel, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return piece;
        }

        Keep(sent, known, chatHistory);
    }

    // the adapter writes the calls that it ran into the history
    private static void Keep(ChatHistory sent, int known, ChatHistory history)
    {
        if (!ReferenceEquals(sent, history))
            history.AddRange(sent.Skip(known));
    }
}
