using System.Net;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Server.Tests.Access;

/// <summary>Who comes in.</summary>
public sealed class DoorTests
{
    private static readonly FixedAnswerClient Client = new("Hello.");

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("localhost:1", null, HttpStatusCode.OK)]
    [InlineData("LOCALHOST.", null, HttpStatusCode.OK)]
    [InlineData("[::1]:8080", null, HttpStatusCode.OK)]
    [InlineData("evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.nip.example:80", null, HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, "null", HttpStatusCode.Forbidden)]
    [InlineData(null, "http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("localhost:7", "http://localhost:7", HttpStatusCode.OK)]
    [InlineData("localhost", "http://localhost", HttpStatusCode.OK)]
    [InlineData("localhost:7", "http://localhost:7.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost:7", "file://localhost:7", HttpStatusCode.Forbidden)]
    public async Task Only_own_names_and_own_pages_come_in(string? host, string? origin, HttpStatusCode status)
    {
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("m", Client)]);
        Assert.Equal(status, (await SendAsync(server, host, origin)).StatusCode);
    }

    [Fact]
    public async Task An_allowed_page_may_ask_and_is_told_so()
    {
        var options = new QwenServerHostOptions { Server = { AllowedOrigins = ["https://app.example"], AllowedHosts = ["model.example"] } };
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("m", Client)], options);
        using var response = await SendAsync(server, "model.example", "https://app.example");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("https://app.example", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(server, "model.example", "https://other.example")).StatusCode);

        using var http = new HttpClient { BaseAddress = server.Address };
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        preflight.Headers.Host = "model.example";
        preflight.Headers.Add("Origin", "https://app.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var allowed = await http.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Contains("content-type", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic one", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer one", HttpStatusCode.OK)]
    [InlineData("bearer two", HttpStatusCode.OK)]
    public async Task A_key_opens_where_keys_are_asked_for(string? authorization, HttpStatusCode status)
    {
        var options = new QwenServerHostOptions { Server = { ApiKeys = ["one", "two"] } };
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("m", Client)], options);
        Assert.Equal(status, (await SendAsync(server, null, null, authorization)).StatusCode);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var list = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        if (authorization is not null)
            list.Headers.TryAddWithoutValidation("Authorization", authorization);
        Assert.Equal(status, (await http.SendAsync(list)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("0.0.0.0", "API key")]
    [InlineData("::", "API key")]
    [InlineData("not.an.address", "address")]
    public async Task Other_machines_are_let_in_with_a_key_only(string address, string word)
    {
        var error = await Assert.ThrowsAsync<QwenException>(
            () => QwenServerHost.StartAsync([new QwenServedModel("m", Client)], new QwenServerHostOptions { Address = address }));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("m", Client)]);
        var error = await Assert.ThrowsAsync<QwenException>(
            () => QwenServerHost.StartAsync([new QwenServedModel("m", Client)], new QwenServerHostOptions { Port = server.Address.Port }));
        Assert.Contains("another port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_whether_announced_or_not()
    {
        var options = new QwenServerHostOptions { Server = { MaxBodyBytes = 1000 } };
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel("m", Client)], options);
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = DemoServer.Json(new string(' ', 100_000))
            };
            request.Headers.TransferEncodingChunked = chunked;
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.SendAsync(request)).StatusCode);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        QwenServerHost server, string? host, string? origin, string? authorization = null)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = DemoServer.Json("""{"messages": [{"role": "user", "content": "Hi"}]}"""),
        };
        request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await http.SendAsync(request);
    }
}
