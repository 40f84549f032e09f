using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qwen.Packaging.Tests;

/// <summary>A model that plans, behind the form of OpenAI: calls functions in an order that is given, then says that this is all.</summary>
internal sealed class PlannerServer : IAsyncDisposable
{
    private readonly HttpListener listener;
    private readonly Func<JsonElement, int, (string Function, object Arguments)?> plan;
    private readonly Task serving;

    /// <summary>Listens on a port that is free.</summary>
    /// <param name="plan">The next call, by the request and how many were answered; null for the end.</param>
    public PlannerServer(Func<JsonElement, int, (string Function, object Arguments)?> plan)
    {
        this.plan = plan;
        (listener, var port) = Listen();
        Address = $"http://127.0.0.1:{port}/v1";
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
        listener.Close();
        await serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException || !listener.IsListening)
        {
            // closed: the test is over
        }
        finally
        {
            // after a fault nobody is left waiting for an answer
            listener.Close();
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = JsonElement.Parse(await reader.ReadToEndAsync());
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
        context.Response.ContentType = "application/json";
        context.Response.Close(Encoding.UTF8.GetBytes(answer.ToJsonString()), willBlock: true);
    }

    // the listener takes no port 0: one that was free a moment ago is tried until it still is
    private static (HttpListener Listener, int Port) Listen()
    {
        while (true)
        {
            int port;
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                port = ((IPEndPoint)probe.LocalEndpoint).Port;
            }

            var listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException)
            {
                // somebody else took it in between
            }
        }
    }
}
