using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>A real HTTP server on the loopback address, one request a connection, that can break off anywhere.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<HubRequest, HubReply> answer;
    private readonly Task loop;

    public LoopbackServer(Func<HubRequest, HubReply> answer)
    {
        this.answer = answer;
        listener.Start();
        loop = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentQueue<HubRequest> Requests { get; } = [];

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        loop.Wait();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch when (stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadRequestAsync(stream) is not { } request)
                    return;
                Requests.Enqueue(request);
                var reply = answer(request);

                var head = new StringBuilder($"HTTP/1.1 {reply.Status} Status\r\nConnection: close\r\n");
                foreach (var (name, value) in reply.Headers)
                    head.Append($"{name}: {value}\r\n");
                if (!reply.HideLength)
                    head.Append($"Content-Length: {reply.Body.Length}\r\n");
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), stop.Token);
                if (reply.Stall)
                    await Task.Delay(Timeout.Infinite, stop.Token);
                await stream.WriteAsync(reply.Body.AsMemory(0, reply.CutAfter ?? reply.Body.Length), stop.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // the client went away, or the test is over
            }
        }
    }

    private async Task<HubRequest?> ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        if (await reader.ReadLineAsync(stop.Token) is not { } first)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        return new HubRequest(first.Split(' ')[1], headers);
    }
}
