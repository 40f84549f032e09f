using Microsoft.Extensions.AI;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Stands for a server elsewhere: answers each page with the next of some texts, and keeps what was asked.</summary>
internal sealed class PagesClient(params string[] answers) : IChatClient
{
    public List<IReadOnlyList<ChatMessage>> Requests { get; } = [];

    /// <summary>Called with the number of each request before it is answered.</summary>
    public Action<int> Asked { get; init; } = _ => { };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Requests.Add([.. messages]);
        Asked(Requests.Count);
        cancellationToken.ThrowIfCancellationRequested();
        var answer = answers[(Requests.Count - 1) % answers.Length];
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)) { FinishReason = ChatFinishReason.Stop });
    }

    /// <summary>The picture of a request.</summary>
    public byte[] PictureOf(int request) => Requests[request][1].Contents.OfType<DataContent>().Single().Data.ToArray();

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
