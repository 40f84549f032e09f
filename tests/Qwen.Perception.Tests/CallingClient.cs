using Microsoft.Extensions.AI;

namespace Qwen.Perception.Tests;

/// <summary>Stands for another model that calls one function, and keeps what came back.</summary>
internal sealed class CallingClient(string function, Dictionary<string, object?> arguments) : IChatClient
{
    /// <summary>The function's result as the model is sent it.</summary>
    public object? Result { get; private set; }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>()
            .SingleOrDefault(result => result.CallId == "1");
        Result = result?.Result;
        AIContent next = result is null ? new FunctionCallContent("1", function, arguments) : new TextContent("Done.");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [next])));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
