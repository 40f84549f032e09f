using Microsoft.Extensions.AI;

namespace Qwen.Server;

/// <summary>A model that requests may name.</summary>
public sealed class QwenServedModel
{
    /// <summary>Serves a client that is there already; it stays the caller's.</summary>
    /// <param name="name">The name that requests use.</param>
    /// <param name="client">Who answers; safe for concurrent use.</param>
    public QwenServedModel(string name, IChatClient client)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(client);
        Name = name;
        Client = client;
    }

    /// <summary>Serves a client that the first request opens; the server disposes it when it is let go.</summary>
    /// <param name="name">The name that requests use.</param>
    /// <param name="open">Opens it; called again after it was let go, and after it failed.</param>
    public QwenServedModel(string name, Func<CancellationToken, Task<IChatClient>> open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(open);
        Name = name;
        Open = open;
    }

    /// <summary>The name that requests use.</summary>
    public string Name { get; }

    /// <summary>
    /// After how long without a request an opened client is let go; null for never. No effect on a client that was given.
    /// </summary>
    public TimeSpan? IdleTime { get; set; }

    internal IChatClient? Client { get; }

    internal Func<CancellationToken, Task<IChatClient>>? Open { get; }
}
