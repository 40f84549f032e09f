using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Qwen.Screens.Browser;

/// <summary>
/// The browser's only way to the network: a proxy on this machine that connects to allowed origins, by scheme, host and port, and to nothing
/// else. Redirects, frames, workers, prefetches, event streams and sockets pass through it as well as what a page asks for.
/// </summary>
internal sealed class OriginProxy : IAsyncDisposable
{
    private const int LongestHead = 64 << 10;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly IReadOnlyList<WebOrigin> origins;
    private readonly Action<string> refuse;
    private readonly Task accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="origins">What may be reached.</param>
    /// <param name="refuse">Is told of each address that was asked for and not reached.</param>
    public OriginProxy(IReadOnlyList<WebOrigin> origins, Action<string> refuse)
    {
        this.origins = origins;
        this.refuse = refuse;
        listener.Start();
        Address = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token).ConfigureAwait(false);
            _ = Task.Run(() => ServeAsync(client), CancellationToken.None);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var held = client;
        try
        {
            var stream = client.GetStream();
            if (await ReadHeadAsync(stream).ConfigureAwait(false) is not { } head || head.Text.Split(' ', 3) is not [var method, var target, _])
                return;
            if (FindOrigin(method, target) is not { } origin)
            {
                refuse(target);
                await WriteAsync(stream, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ConfigureAwait(false);
                return;
            }

            using var server = new TcpClient();
            await server.ConnectAsync(origin.Host.Trim('[', ']'), origin.Port, stop.Token).ConfigureAwait(false);
            var upstream = server.GetStream();
            if (method == "CONNECT")
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\n\r\n").ConfigureAwait(false);
            else
                await WriteAsync(upstream, ToOrigin(head.Text, target)).ConfigureAwait(false);
            await upstream.WriteAsync(head.Begun, stop.Token).ConfigureAwait(false);

            // over as soon as one side is: the other's bytes lead nowhere then
            await Task.WhenAny(stream.CopyToAsync(upstream, stop.Token), upstream.CopyToAsync(stream, stop.Token)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // the browser sees a connection that ends
        }
    }

    private WebOrigin? FindOrigin(string method, string target)
    {
        // a tunnel carries https, or a socket of either scheme, and names host and port only
        if (method == "CONNECT")
            return origins.FirstOrDefault(origin => target == $"{origin.Host}:{origin.Port}");
        return WebOrigin.TryRead(target, out _) is { } asked && asked.Scheme == Uri.UriSchemeHttp && origins.Contains(asked) ? asked : null;
    }

    // one request a connection: a second one could name another origin
    private static string ToOrigin(string head, string target)
    {
        var address = new Uri(target);
        var lines = head.Replace(target, address.PathAndQuery, StringComparison.Ordinal).Split("\r\n")
            .Where(line => !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)
                && !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
        return string.Join("\r\n", lines.Where(line => line.Length > 0).Append("Connection: close")) + "\r\n\r\n";
    }

    private async Task<(string Text, byte[] Begun)?> ReadHeadAsync(NetworkStream stream)
    {
        var bytes = new byte[LongestHead];
        for (var count = 0; count < bytes.Length;)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(count), stop.Token).ConfigureAwait(false);
            if (read == 0)
                return null;
            count += read;
            var end = bytes.AsSpan(0, count).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return (Encoding.Latin1.GetString(bytes, 0, end + 4), bytes[(end + 4)..count]);
        }

        return null;
    }

    private async Task WriteAsync(NetworkStream stream, string text) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop.Token).ConfigureAwait(false);
}
