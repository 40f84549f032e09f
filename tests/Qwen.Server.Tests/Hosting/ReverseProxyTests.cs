using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qwen.Testing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;

namespace Qwen.Server.Tests.Hosting;

/// <summary>Two replicas behind YARP, as docs/reverse-proxy.md has them.</summary>
public sealed class ReverseProxyTests
{
    [Fact]
    public void The_page_shows_the_policy_that_runs_here() => Assert.Contains(
        File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "reverse-proxy.md")).Split("sealed class ConversationPolicy")[1]
            .Split("```")[0].Trim(),
        "sealed class ConversationPolicy"
            + File.ReadAllText(Path.Combine(RepositoryFiles.Root, "tests/Qwen.Server.Tests/Hosting/ConversationPolicy.cs"))
                .Split("sealed class ConversationPolicy")[1],
        StringComparison.Ordinal);

    [Fact]
    public async Task A_conversation_stays_with_its_replica_and_streams_pass_at_once()
    {
        var slow = new GatedClient();
        await using var one = await StartReplicaAsync(new FixedAnswerClient("one"));
        await using var two = await StartReplicaAsync(new FixedAnswerClient("two"));
        await using var gated = await StartReplicaAsync(slow);
        await using var proxy = await StartProxyAsync(("one", one.Address), ("two", two.Address));
        using var http = new HttpClient { BaseAddress = AddressOf(proxy) };
        var answers = new Dictionary<string, string>();
        for (var i = 0; i < 40; i++)
        {
            var name = $"conversation {i % 10}";
            var answer = await AskAsync(http, name);
            Assert.Equal(answers.GetValueOrDefault(name, answer), answer);
            answers[name] = answer;
        }

        Assert.Equal(2, answers.Values.Distinct().Count());

        await using var other = await StartProxyAsync(("gated", gated.Address));
        using var streaming = new HttpClient { BaseAddress = AddressOf(other) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = DemoServer.Json("""{"stream": true, "messages": [{"role": "user", "content": "Hi"}]}"""),
        };
        using var response = await streaming.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        }
        while (line?.Contains("one ", StringComparison.Ordinal) == false); // the second piece is not there yet
        Assert.Equal(1, slow.Running);
        slow.Open();
        Assert.Contains("[DONE]", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    // the proxy speaks to a replica by its address: that is one of its own names
    private static Task<QwenServerHost> StartReplicaAsync(Microsoft.Extensions.AI.IChatClient client) =>
        QwenServerHost.StartAsync([new QwenServedModel("m", client)]);

    private static async Task<WebApplication> StartProxyAsync(params (string Name, Uri Address)[] replicas)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoadBalancingPolicy, ConversationPolicy>();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "models", ClusterId = "models", Match = new RouteMatch { Path = "/v1/{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "models",
                    LoadBalancingPolicy = "Conversation",
                    Destinations = replicas.ToDictionary(
                        replica => replica.Name, replica => new DestinationConfig { Address = replica.Address.AbsoluteUri }),
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private static async Task<string> AskAsync(HttpClient http, string conversation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = DemoServer.Json("""{"messages": [{"role": "user", "content": "Hi"}]}"""),
        };
        request.Headers.Add("X-Conversation", conversation);
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync()).Contains("one", StringComparison.Ordinal) ? "one" : "two";
    }
}
