using System.Collections.Concurrent;
using System.Net;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Network;

/// <summary>
/// Opens connections by name: the address that a name stood for when it was judged is the one that is connected to, and a name of
/// the public network does not become one of the inner. Safe for concurrent use.
/// </summary>
internal sealed class NameConnector(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Stream>> connect)
{
    private readonly ConcurrentDictionary<string, bool> isPublic = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One that asks this system.</summary>
    public static NameConnector Create() => new(Dns.GetHostAddressesAsync, Connections.OpenAsync);

    /// <summary>Opens a connection.</summary>
    /// <exception cref="QwenException">The name was one of the public network, and now leads into the inner.</exception>
    public async Task<Stream> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await resolve(host, cancellationToken).ConfigureAwait(false);
        var outer = Array.FindAll(addresses, address => !InnerNetwork.Holds(address));

        // a host may be one of the inner network from the start, as its owner wants it; one that has both kinds is a public one
        if (outer.Length > 0)
            isPublic[host] = true;
        else if (addresses.Length > 0 && isPublic.ContainsKey(host))
            throw new QwenException($"The name '{host}' stood for a public address before and leads into the inner network now.");
        return await Connections.OpenAnyAsync(outer.Length > 0 ? outer : addresses, port, connect, cancellationToken).ConfigureAwait(false);
    }
}
