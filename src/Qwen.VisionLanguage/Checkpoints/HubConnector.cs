using System.Net;
using Qwen.Shared.Network;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Opens the connections of downloads. A redirect from a public server leads to no machine of the inner network: its name is resolved
/// once, and what is connected to is the very address that was judged, whatever the name stands for a moment later.
/// </summary>
internal sealed class HubConnector(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Stream>> connect)
{
    /// <summary>On requests that follow a redirect: the host of the endpoint that was asked first.</summary>
    public static readonly HttpRequestOptionsKey<string> RedirectedFrom = new("Qwen.RedirectedFrom");

    /// <summary>One that asks this system.</summary>
    public static HubConnector System { get; } = new(Dns.GetHostAddressesAsync, Connections.OpenAsync);

    /// <summary>The callback of a handler.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (target, request) = (context.DnsEndPoint, context.InitialRequestMessage);

        // another host than that of the request is a proxy: what it reaches is its owner's choice
        var isDirect = string.Equals(request.RequestUri?.IdnHost.Trim('[', ']'), target.Host, StringComparison.OrdinalIgnoreCase);
        request.Options.TryGetValue(RedirectedFrom, out var from);
        return await OpenAsync(target.Host, target.Port, isDirect ? from : null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a connection.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">Port.</param>
    /// <param name="redirectedFrom">Host of the endpoint that redirected here; null where the user named the host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="QwenException">A public endpoint redirects into the inner network.</exception>
    public async Task<Stream> OpenAsync(string host, int port, string? redirectedFrom, CancellationToken cancellationToken)
    {
        var addresses = await resolve(host, cancellationToken).ConfigureAwait(false);
        if (redirectedFrom is not null && Array.Exists(addresses, InnerNetwork.Holds))
        {
            var own = await resolve(redirectedFrom, cancellationToken).ConfigureAwait(false);
            if (!Array.TrueForAll(own, InnerNetwork.Holds))
                throw new QwenException(
                    $"{redirectedFrom} redirects to {host}, which lies in the inner network. Nothing was asked for there.");
        }

        return await Connections.OpenAnyAsync(addresses, port, connect, cancellationToken).ConfigureAwait(false);
    }
}
