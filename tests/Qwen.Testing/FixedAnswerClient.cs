using Microsoft.Extensions.AI;

namespace Qwen.Testing;

/// <summary>Stands for a server elsewhere: answers every request with a text that the test chooses, and keeps what was asked.</summary>
public sealed class FixedAnswerClient(string answer) : IChatClient
{
    public string Answer { get; set; } = answer;

    /// <summary>What happens while the answer is written; null for nothing.</summary>
    public Action? Meanwhile { get; set; }

    public ChatFinishReason Finish { get; init; } = ChatFinishReason.Stop;

    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    public ChatOptions? Options { get; private set; }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Messages = [.. messages];
        Options = options;
        var text = Answer;
        Meanwhile?.Invoke();
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = Finish });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
