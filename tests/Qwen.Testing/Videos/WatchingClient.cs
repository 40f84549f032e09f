using System.Globalization;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Testing;

/// <summary>
/// Stands for a model that sees: answers from the frames that it was really sent, as a video or as pictures behind their times.
/// </summary>
/// <param name="answer">Gets the frames, with times as the model counts them, and the question.</param>
public sealed class WatchingClient(Func<IReadOnlyList<VideoFrame>, string, string> answer) : IChatClient
{
    /// <summary>Whether it says that it is the local client, which takes frames as one video.</summary>
    public bool IsLocal { get; init; } = true;

    /// <summary>Questions answered.</summary>
    public int Requests { get; private set; }

    /// <summary>Frames seen in all.</summary>
    public int Frames { get; private set; }

    /// <summary>The last request.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Messages = [.. messages];
        var parts = Messages[^1].Contents;
        var frames = Watch(parts).ToList();
        (Requests, Frames) = (Requests + 1, Frames + frames.Count);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(frames, ((TextContent)parts[^1]).Text)))
        {
            FinishReason = ChatFinishReason.Stop,
        });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        IsLocal && serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(QwenChatClient.ProviderName) : null;

    public void Dispose()
    {
    }

    private static IEnumerable<VideoFrame> Watch(IList<AIContent> parts)
    {
        if (parts[0] is QwenVideoContent video)
        {
            foreach (var (seconds, picture) in video.Frames)
                yield return new VideoFrame(seconds - video.Frames[0].Seconds, picture);
            yield break;
        }

        for (var i = 0; i + 1 < parts.Count; i += 2)
        {
            var time = ((TextContent)parts[i]).Text.Trim().TrimStart('[').Split(' ')[0];
            yield return new VideoFrame(
                double.Parse(time, CultureInfo.InvariantCulture), ImageDecoder.Decode(((DataContent)parts[i + 1]).Data));
        }
    }
}
