using System.Net;
using System.Net.Sockets;

namespace Qwen.Shared.Network;

/// <summary>Connects to addresses that were judged before: no name is looked up here.</summary>
internal static class Connections
{
    /// <summary>Connects to the first of several addresses that answers.</summary>
    /// <param name="addresses">What a name stands for, in the order to try.</param>
    /// <param name="port">Port.</param>
    /// <param name="connect">How a connection is made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SocketException">None of them answers, or there is none.</exception>
    public static async Task<Stream> OpenAnyAsync(
        IPAddress[] addresses, int port, Func<IPEndPoint, CancellationToken, Task<Stream>> connect, CancellationToken cancellationToken)
    {
        Exception? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await connect(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException error)
            {
                last = error;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Connects by TCP.</summary>
    public static async Task<Stream> OpenAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
