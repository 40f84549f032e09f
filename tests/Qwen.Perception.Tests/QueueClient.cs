using Microsoft.Extensions.AI;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests;

/// <summary>
/// Stands for a server elsewhere: answers one request after the other from a list, or by looking at the picture that was sent.
/// </summary>
internal sealed class QueueClient(Func<int, RgbImage, string> answer) : IChatClient
{
    public QueueClient(params string[] answers)
        : this((request, _) => answers[request])
    {
    }

    public List<string> Questions { get; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var question = messages.Last();
        Questions.Add(question.Text);
        var picture = ImageDecoder.Decode(question.Contents.OfType<DataContent>().Single().Data);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(Questions.Count - 1, picture)))
        {
            FinishReason = ChatFinishReason.Stop
        });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
