using System.Net;
using System.Net.Sockets;
using System.Text;
using Qwen.Shared.Network;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Browser;

/// <summary>
/// The browser's only way to the network: a proxy on this machine that connects to allowed origins, by scheme, host and port, and to
/// nothing else. Redirects, frames, workers, prefetches, event streams and sockets pass through it as well as what a page asks for.
/// </summary>
internal sealed class OriginProxy : IAsyncDisposable
{
    private const int LongestHead = 64 << 10;
    private const byte TlsHandshake = 0x16;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly OriginRules rules;
    private readonly NameConnector connector;
    private readonly Task accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="rules">What may be reached.</param>
    /// <param name="connector">How names become connections; null for this system's way.</param>
    public OriginProxy(OriginRules rules, NameConnector? connector = null)
    {
        this.rules = rules;
        this.connector = connector ?? NameConnector.Create();
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
            if (await ReadHeadAsync(stream).ConfigureAwait(false) is not { } head
                || head.Text.Split(' ', 3) is not [var method, var target, _])
                return;
            if ((method == "CONNECT" ? rules.FindTunnel(target, null) : FindPlain(target)) is not { } origin)
            {
                rules.Refuse(target);
                await WriteAsync(stream, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ConfigureAwait(false);
                return;
            }

            var begun = head.Begun;
            if (method == "CONNECT")
            {
                // a tunnel names host and port only: what is spoken in it tells the scheme
                await WriteAsync(stream, "HTTP/1.1 200 OK\r\n\r\n").ConfigureAwait(false);
                if (begun.Length == 0)
                    begun = await ReadSomeAsync(stream).ConfigureAwait(false);
                if (begun.Length == 0)
                    return;
                if (rules.FindTunnel(target, begun[0] == TlsHandshake) is not { } spoken)
                {
                    rules.Refuse(target);
                    return;
                }

                origin = spoken;
            }

            if (await ConnectAsync(origin, target).ConfigureAwait(false) is not { } upstream)
                return;
            await using var server = upstream.ConfigureAwait(false);
            if (method != "CONNECT")
                await WriteAsync(upstream, ToOrigin(head.Text, target)).ConfigureAwait(false);
            await upstream.WriteAsync(begun, stop.Token).ConfigureAwait(false);

            // over as soon as one side is: the other's bytes lead nowhere then
            await Task.WhenAny(stream.CopyToAsync(upstream, stop.Token), upstream.CopyToAsync(stream, stop.Token)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // the browser sees a connection that ends
        }
    }

    // null where a name that may be reached has come to stand for a machine within
    private async Task<Stream?> ConnectAsync(WebOrigin origin, string target)
    {
        try
        {
            return await connector.OpenAsync(origin.Host.Trim('[', ']'), origin.Port, stop.Token).ConfigureAwait(false);
        }
        catch (QwenException)
        {
            rules.Refuse(target);
            return null;
        }
    }

    private WebOrigin? FindPlain(string target) => rules.Find(target) is { } asked && asked.Scheme == Uri.UriSchemeHttp ? asked : null;

    // one request a connection: a second one could name another origin
    private static string ToOrigin(string head, string target)
    {
        var address = new Uri(target);
        var lines = head.Split("\r\n")
            .Select((line, index) => index == 0 ? line.Replace(target, address.PathAndQuery, StringComparison.Ordinal) : line)
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

    private async Task<byte[]> ReadSomeAsync(NetworkStream stream)
    {
        var bytes = new byte[LongestHead];
        return bytes[..await stream.ReadAsync(bytes, stop.Token).ConfigureAwait(false)];
    }

    private async Task WriteAsync(Stream stream, string text) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop.Token).ConfigureAwait(false);
}
