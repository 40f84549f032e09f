using Microsoft.Extensions.Logging;

namespace Qwen.Server;

/// <summary>Where a server of its own listens, and how it ends.</summary>
public sealed class QwenServerHostOptions
{
    /// <summary>
    /// The address to listen on: that of this machine for itself, unless set. Any other asks for <see cref="QwenServerOptions.ApiKeys"/>.
    /// </summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port; 0 for one that is free.</summary>
    public int Port { get; set; }

    /// <summary>How long running answers may go on once the server is told to stop.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the server says what it does, one line for each request; null: nowhere. It stays the caller's.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Who may ask and how much.</summary>
    public QwenServerOptions Server { get; set; } = new();

    /// <summary>
    /// What the tools of the Model Context Protocol at <c>/mcp</c> may read and touch; null: there are none. The first model looks, unless
    /// <see cref="QwenToolOptions.Client"/> is set; its questions take their turn among the requests.
    /// </summary>
    public QwenToolOptions? Tools { get; set; } = new();

    /// <summary>A screen on which people have tasks done from the page; null: there is none.</summary>
    public QwenEpisodeOptions? Episodes { get; set; }
}
