using System.Net;
using System.Net.Sockets;

namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>A port of this machine that nobody may reach: counts every connection and every packet, whatever they carry.</summary>
internal sealed class EvilServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Any, 0);
    private readonly UdpClient packets;
    private int reached;

    public EvilServer()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        packets = new UdpClient(new IPEndPoint(IPAddress.Any, Port));
        _ = Task.Run(CountConnectionsAsync);
        _ = Task.Run(CountPacketsAsync);
    }

    public int Port { get; }

    public string Origin => $"http://127.0.0.1:{Port}/";

    /// <summary>How often something arrived.</summary>
    public int Reached => Volatile.Read(ref reached);

    public void Dispose()
    {
        listener.Dispose();
        packets.Dispose();
    }

    private async Task CountConnectionsAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref reached);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // it is over
        }
    }

    private async Task CountPacketsAsync()
    {
        try
        {
            while (true)
            {
                await packets.ReceiveAsync();
                Interlocked.Increment(ref reached);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // it is over
        }
    }
}
