using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using Qwen.Screens;

namespace Qwen.Perception.Tests.Remote;

/// <summary>
/// A server on this machine that speaks the chat completions protocol and answers what the test chooses; keeps what was asked.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly Task serving;
    private readonly Uri address;

    public ScriptedServer()
    {
        // a port that is free now may be taken a moment later: try another then
        for (var attempt = 0; ; attempt++)
        {
            address = new Uri($"http://127.0.0.1:{Random.Shared.Next(20000, 60000)}/v1/");
            listener = new HttpListener { Prefixes = { address.AbsoluteUri } };
            try
            {
                listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }

        serving = ServeAsync();
    }

    /// <summary>The text of every answer.</summary>
    public string Answer { get; set; } = "[]";

    /// <summary>Whether answers come with the probabilities of their tokens.</summary>
    public bool WithProbabilities { get; set; }

    /// <summary>Status of every answer; any but 200 carries an error.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Whether the connection is cut in the middle of every answer.</summary>
    public bool Cuts { get; set; }

    /// <summary>Bodies of the requests.</summary>
    public List<JsonElement> Requests { get; } = [];

    /// <summary>The client of OpenAI for this server. It does not try again, so that a test need not wait.</summary>
    public IChatClient CreateClient() => new ChatClient("some-model", new ApiKeyCredential("none"), new OpenAIClientOptions
    {
        Endpoint = address,
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    }).AsIChatClient();

    public void Dispose()
    {
        listener.Close();
        serving.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or InvalidOperationException)
            {
                return; // closed
            }

            using (var request = await JsonDocument.ParseAsync(context.Request.InputStream))
                Requests.Add(request.RootElement.Clone());
            var body = Encoding.UTF8.GetBytes((Status == 200 ? Completion() : Error()).ToJsonString());
            context.Response.StatusCode = Status;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength64 = body.Length;
            if (Cuts)
            {
                await context.Response.OutputStream.WriteAsync(body.AsMemory(0, body.Length / 2));
                context.Response.Abort();
                continue;
            }

            await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }
    }

    private JsonObject Completion()
    {
        var choice = new JsonObject
        {
            ["index"] = 0,
            ["finish_reason"] = "stop",
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = Answer },
        };
        if (WithProbabilities)
        {
            choice["logprobs"] = new JsonObject
            {
                ["content"] = new JsonArray([.. Answer.Select(letter => new JsonObject
                {
                    ["token"] = letter.ToString(),
                    ["logprob"] = -0.1,
                    ["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(letter.ToString()).Select(b => (JsonNode)(int)b)]),
                    ["top_logprobs"] = new JsonArray(),
                })]),
            };
        }

        return new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "some-model",
            ["choices"] = new JsonArray(choice),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 1, ["total_tokens"] = 2 },
        };
    }

    private JsonObject Error() =>
        new() { ["error"] = new JsonObject { ["message"] = $"Refused with {Status}.", ["type"] = "server_error" } };
}
