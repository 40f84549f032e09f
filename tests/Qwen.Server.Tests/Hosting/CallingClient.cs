using Microsoft.Extensions.AI;

namespace Qwen.Server.Tests.Hosting;

/// <summary>Calls a function that its pipeline adds, and says what it returned.</summary>
internal sealed class CallingClient : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().LastOrDefault();
        AIContent content = result is null
            ? new FunctionCallContent("call_1", "answer", new Dictionary<string, object?>())
            : new TextContent($"It is {result.Result}.");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content]))
        {
            FinishReason = result is null ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
