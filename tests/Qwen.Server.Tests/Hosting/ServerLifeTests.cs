using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Server.Tests.Hosting;

/// <summary>How a server starts, ends, and what it says.</summary>
public sealed class ServerLifeTests
{
    private const string Body = """{"messages": [{"role": "user", "content": "secret words"}]}""";

    [Fact]
    public async Task A_port_that_is_taken_is_told_before_a_model_is_opened()
    {
        await using var first = await QwenServerHost.StartAsync([new QwenServedModel("fixed", new FixedAnswerClient("Hi."))]);
        var opened = false;
        var error = await Assert.ThrowsAsync<QwenException>(() => QwenServerHost.StartAsync(
            [
                new QwenServedModel("large", _ =>
                {
                    opened = true;
                    return Task.FromResult<IChatClient>(new FixedAnswerClient("Hi."));
                }),
            ],
            new QwenServerHostOptions { Port = first.Address.Port }));
        Assert.Contains($"port {first.Address.Port}", error.Message, StringComparison.Ordinal);
        Assert.False(opened);
    }

    [Fact]
    public async Task Running_answers_end_before_the_server_does()
    {
        var client = new GatedClient();
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("gated", client)]);
        using var http = new HttpClient { BaseAddress = server.Address };
        var asked = http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json(Body));
        await Wait.UntilAsync(() => client.Running == 1);
        var stopping = server.StopAsync();
        await Wait.UntilAsync(() => IsShut(server.Address));
        Assert.False(stopping.IsCompleted);
        client.Open();
        Assert.Equal(HttpStatusCode.OK, (await asked).StatusCode);
        await stopping;
    }

    [Fact]
    public async Task Answers_that_do_not_end_are_broken_off()
    {
        var client = new GatedClient();
        await using var server = await QwenServerHost.StartAsync(
            [new QwenServedModel("gated", client)], new QwenServerHostOptions { DrainTime = TimeSpan.FromSeconds(0.3) });
        using var http = new HttpClient { BaseAddress = server.Address };
        var asked = http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json(Body));
        await Wait.UntilAsync(() => client.Running == 1);
        await server.StopAsync();
        await Wait.UntilAsync(() => client.Running == 0);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => asked);
    }

    [Fact]
    public async Task A_request_leaves_one_line_without_its_texts()
    {
        var log = new FakeLogCollector();
        using var factory = LoggerFactory.Create(
            builder => builder.AddProvider(new FakeLoggerProvider(log)).SetMinimumLevel(LogLevel.Trace));
        await using (var server = await QwenServerHost.StartAsync(
            [new QwenServedModel("fixed", new FixedAnswerClient("secret answer"))], new QwenServerHostOptions { LoggerFactory = factory }))
        {
            using var http = new HttpClient { BaseAddress = server.Address };
            await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json(Body));
            await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json("{"));
        }

        var lines = log.GetSnapshot().Where(line => line.Category == QwenServerEndpoints.TelemetryName).ToList();
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("chat fixed 200 in ", lines[0].Message, StringComparison.Ordinal);
        Assert.Contains(" 400 in ", lines[1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(log.GetSnapshot(), line => line.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_is_opened_when_asked_for_and_let_go_when_idle()
    {
        var opened = new List<GatedClient>();
        var second = new QwenServedModel("second", _ => Open()) { IdleTime = TimeSpan.FromSeconds(0.2) };
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("first", new FixedAnswerClient("Hi.")), second]);
        using var http = new HttpClient { BaseAddress = server.Address };
        for (var round = 1; round <= 2; round++)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskSecondAsync(http)).StatusCode);
            Assert.Equal(round, opened.Count);
            await Wait.UntilAsync(() => opened[^1].Disposed);
        }

        Task<IChatClient> Open()
        {
            opened.Add(new GatedClient());
            opened[^1].Open(10);
            return Task.FromResult<IChatClient>(opened[^1]);
        }
    }

    [Fact]
    public async Task A_model_that_cannot_be_opened_is_the_servers_fault_until_it_can()
    {
        var broken = true;
        var second = new QwenServedModel(
            "second",
            _ => broken ? throw new QwenException("There is no such folder.") : Task.FromResult<IChatClient>(new FixedAnswerClient("Hi.")));
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("first", new FixedAnswerClient("Hi.")), second]);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var refused = await AskSecondAsync(http);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("/ready", UriKind.Relative))).StatusCode);
        broken = false;
        Assert.Equal(HttpStatusCode.OK, (await AskSecondAsync(http)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/ready", UriKind.Relative))).StatusCode);
        await Assert.ThrowsAsync<QwenException>(
            () => QwenServerHost.StartAsync([new QwenServedModel("first", _ => throw new QwenException("No."))]));
    }

    [Fact]
    public async Task An_application_serves_its_own_pipeline()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var calls = 0;
        builder.Services.AddChatClient(new CallingClient()).UseFunctionInvocation(
            configure: client => client.AdditionalTools = [AIFunctionFactory.Create(() => { calls++; return 42; }, "answer")]);
        await using var app = builder.Build();
        app.MapGroup("/ai").MapQwenChatCompletions();
        await app.StartAsync();
        using var http = new HttpClient
        {
            BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single())
        };
        foreach (var stream in new[] { "false", "true" })
        {
            // the pipeline has the function and answers the call itself: the client of the server sees the last word only
            using var response = await http.PostAsync(
                new Uri("/ai/v1/chat/completions", UriKind.Relative),
                DemoServer.Json($$$"""{"stream": {{{stream}}}, "messages": [{"role": "user", "content": "Hi"}]}"""));
            var text = await response.Content.ReadAsStringAsync();
            Assert.Contains("It is 42.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("tool_calls", text, StringComparison.Ordinal);
            Assert.Contains("\"finish_reason\":\"stop\"", text, StringComparison.Ordinal);
        }

        Assert.Equal(2, calls);
        await app.StopAsync();
    }

    private static Task<HttpResponseMessage> AskSecondAsync(HttpClient http) => http.PostAsync(
        new Uri("/v1/chat/completions", UriKind.Relative),
        DemoServer.Json("""{"model": "second", "messages": [{"role": "user", "content": "Hi"}]}"""));

    private static bool IsShut(Uri address)
    {
        try
        {
            using var socket = new System.Net.Sockets.TcpClient(address.Host, address.Port);
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return true;
        }
    }
}
