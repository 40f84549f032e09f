using Microsoft.Extensions.AI;

namespace Qwen.Server.Tests.Mcp;

/// <summary>Fails its first question as a server does that is gone, then asks another client.</summary>
internal sealed class FailingOnce(IChatClient inner) : DelegatingChatClient(inner)
{
    private int asked;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Interlocked.Increment(ref asked) == 1
            ? throw new HttpRequestException("Nobody answers at secret.example.")
            : base.GetResponseAsync(messages, options, cancellationToken);
}
