using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage;

[assembly: AssemblyFixture(typeof(Qwen.Server.Tests.DemoServer))]

namespace Qwen.Server.Tests;

/// <summary>A server over the demo model, for all tests that only ask it.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    private QwenModel model = null!;
    private QwenServerHost host = null!;

    /// <summary>The name of its model.</summary>
    public const string Model = "demo";

    /// <summary>Where it listens.</summary>
    public Uri Address => host.Address;

    /// <summary>Asks it over HTTP.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The same model without a server between.</summary>
    public IChatClient Local { get; private set; } = null!;

    /// <summary>Requests that are open.</summary>
    public int OpenRequests => host.OpenRequests;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        model = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint);
        Local = model.AsIChatClient();
        host = await QwenServerHost.StartAsync([new QwenServedModel(Model, Local)]);
        Http = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.DisposeAsync();
        await model.DisposeAsync();
    }

    /// <summary>Posts a body to the chat completions.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, CancellationToken cancellationToken = default) =>
        Http.PostAsync("/v1/chat/completions", Json(body), cancellationToken);

    /// <summary>Posts a body and reads what has to be an answer.</summary>
    public async Task<JsonElement> AskAsync(string body)
    {
        using var response = await PostAsync(body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    /// <summary>A body of JSON.</summary>
    public static ByteArrayContent Json(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>A picture of the demo model's cases as a data URI.</summary>
    public static string Picture(string name) =>
        $"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", name)))}";

    /// <summary>A body that asks about a picture.</summary>
    public static string Question(string picture, string question, string more = "") => $$$"""
        {
          "model": "demo", "temperature": 0, "max_completion_tokens": 64, "min_pixels": 3136,
          "messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "{{{Picture(picture)}}}"}},
            {"type": "text", "text": {{{JsonSerializer.Serialize(question)}}}}]}]{{{(more.Length > 0 ? ", " + more : "")}}}
        }
        """;
}
