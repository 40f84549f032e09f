using Microsoft.Extensions.AI;

namespace Qwen.Screens.Tests;

/// <summary>Stands for a server elsewhere: a test says what it answers to what it is asked, and sees all requests.</summary>
internal sealed class ScriptedClient(Func<IReadOnlyList<ChatMessage>, string> answer) : IChatClient
{
    public ScriptedClient(params string[] calls)
        : this(OneAfterAnother(calls))
    {
    }

    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Requests { get; } = [];

    public static string Call(string text) =>
        text.StartsWith('{') ? $"<tool_call>\n{{\"name\": \"mobile_use\", \"arguments\": {text}}}\n</tool_call>" : text;

    private static Func<IReadOnlyList<ChatMessage>, string> OneAfterAnother(string[] calls)
    {
        var left = new Queue<string>(calls);
        return _ => Call(left.Dequeue());
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> all = [.. messages];
        Requests.Add((all, options!));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(all))));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
