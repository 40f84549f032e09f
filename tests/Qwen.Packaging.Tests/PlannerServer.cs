using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qwen.Packaging.Tests;

/// <summary>
/// A model that plans, behind the form of OpenAI: calls functions in an order that is given, then says the rest. Speaks as little HTTP as
/// a client needs: one request, one answer, the end of the connection.
/// </summary>
internal sealed class PlannerServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<JsonElement, int, (string Function, object Arguments)?> plan;
    private readonly Task serving;

    /// <summary>Listens on a port that is free.</summary>
    /// <param name="plan">The next call, by the request and how many were answered; null for the end.</param>
    public PlannerServer(Func<JsonElement, int, (string Function, object Arguments)?> plan)
    {
        this.plan = plan;
        listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1";
        serving = ServeAsync();
    }

    /// <summary>What clients are told as their endpoint.</summary>
    public string Address { get; }

    /// <summary>Functions that requests offered.</summary>
    public HashSet<string> Offered { get; } = [];

    /// <summary>Requests that came.</summary>
    public int Requests { get; private set; }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var body = JsonElement.Parse(await ReadBodyAsync(stream));
        Requests++;
        foreach (var tool in body.GetProperty("tools").EnumerateArray())
            Offered.Add(tool.GetProperty("function").GetProperty("name").GetString()!);
        var answered = body.GetProperty("messages").EnumerateArray().Count(message => message.GetProperty("role").GetString() == "tool");
        var message = new JsonObject { ["role"] = "assistant", ["content"] = null };
        var next = plan(body, answered);
        if (next is var (function, arguments) && next is not null)
        {
            message["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = $"call_{answered}",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = function, ["arguments"] = JsonSerializer.Serialize(arguments) },
            });
        }
        else
        {
            message["content"] = $"That is all, after {answered} calls.";
        }

        var answer = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = body.GetProperty("model").GetString(),
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0, ["message"] = message, ["finish_reason"] = next is null ? "stop" : "tool_calls",
            }),
        };
        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(bytes);
    }

    private static async Task<string> ReadBodyAsync(NetworkStream stream)
    {
        var received = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var bytes = received.GetBuffer().AsSpan(0, (int)received.Length);
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
                var length = int.Parse(
                    head.Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1]);
                if (bytes.Length >= end + 4 + length)
                    return Encoding.UTF8.GetString(bytes.Slice(end + 4, length));
            }

            var read = await stream.ReadAsync(buffer);
            if (read == 0)
                throw new InvalidOperationException("The request was cut off.");
            received.Write(buffer, 0, read);
        }
    }
}
