using Microsoft.Extensions.AI;

namespace Qwen.Orleans.Silo;

/// <summary>Stands for a model: answers after the time that the question names.</summary>
internal sealed class RecordedClient(string model) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Delay(TimeSpan.FromSeconds(options?.Temperature ?? 0), cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "read")) { ModelId = model };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
