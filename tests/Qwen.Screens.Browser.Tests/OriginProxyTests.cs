using System.Net;
using System.Net.Sockets;
using System.Text;
using Qwen.Shared.Network;

namespace Qwen.Screens.Browser.Tests;

/// <summary>The proxy by its bytes, as a browser that asks for anything would send them.</summary>
public sealed class OriginProxyTests : IAsyncDisposable
{
    private readonly PageServer site = new PageServer().Add("/", "here");
    private readonly OriginRules rules;
    private readonly OriginProxy proxy;

    public OriginProxyTests() =>
        proxy = new OriginProxy(rules = new OriginRules([WebOrigin.Of(site.Origin)!, WebOrigin.Parse("https://example.com")]));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        site.Dispose();
    }

    [Fact]
    public async Task An_allowed_page_and_a_socket_of_its_origin_pass()
    {
        Assert.Contains(
            "here", await AskAsync($"GET {site.Origin} HTTP/1.1\r\nHost: {site.Origin.Authority}\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains(" 200 ", await AskAsync(
            $"CONNECT {site.Origin.Authority} HTTP/1.1\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: {site.Origin.Authority}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(2, site.Asked.Count);
    }

    [Fact]
    public async Task A_name_that_comes_to_stand_for_a_machine_within_is_not_connected_to()
    {
        var connected = new List<IPEndPoint>();
        var answers = new Queue<string>(["20.1.1.1", "127.0.0.1", "169.254.169.254"]);
        await using var other = new OriginProxy(new OriginRules([WebOrigin.Parse("http://rebinds.example")]), new NameConnector(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]),
            async (target, token) =>
            {
                connected.Add(target);
                var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", site.Port, token);
                return client.GetStream();
            }));
        string[] seen = [.. new string[3]];
        for (var time = 0; time < 3; time++)
            seen[time] = await AskAsync(other, "GET http://rebinds.example/ HTTP/1.1\r\nHost: rebinds.example\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 ", seen[0], StringComparison.Ordinal);
        Assert.Equal(["", ""], seen[1..]);
        Assert.Equal("20.1.1.1:80", Assert.Single(connected).ToString());
        Assert.Empty(answers);
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:1/ HTTP/1.1")]
    [InlineData("GET http://localhost:{port}/ HTTP/1.1")]
    [InlineData("GET https://127.0.0.1:{port}/ HTTP/1.1")]
    [InlineData("GET https://example.com/ HTTP/1.1")]
    [InlineData("GET http://user@127.0.0.1:{port}/ HTTP/1.1")]
    [InlineData("GET http://127.0.0.1:{port}@example.org/ HTTP/1.1")]
    [InlineData("GET ftp://127.0.0.1:{port}/ HTTP/1.1")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST http://127.0.0.1:1/ HTTP/1.1")]
    [InlineData("CONNECT 127.0.0.1:1 HTTP/1.1")]
    [InlineData("CONNECT localhost:{port} HTTP/1.1")]
    [InlineData("CONNECT example.com:80 HTTP/1.1")]
    [InlineData("CONNECT example.com.evil.test:443 HTTP/1.1")]
    [InlineData("CONNECT http://127.0.0.1:{port} HTTP/1.1")]
    public async Task Everything_else_is_refused_and_noted(string request)
    {
        var answer = await AskAsync(
            request.Replace("{port}", $"{site.Port}", StringComparison.Ordinal) + $"\r\nHost: {site.Origin.Authority}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Empty(site.Asked);
        Assert.Single(rules.Refused);
    }

    [Fact]
    public async Task A_tunnel_to_a_plain_origin_carries_no_other_scheme()
    {
        Assert.DoesNotContain(
            "here",
            await AskAsync($"CONNECT {site.Origin.Authority} HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001"),
            StringComparison.Ordinal);
        Assert.Equal([site.Origin.Authority], rules.Refused);
    }

    // all that comes back until the proxy hangs up
    private Task<string> AskAsync(string request, string? inside = null) => AskAsync(proxy, request, inside);

    private static async Task<string> AskAsync(OriginProxy proxy, string request, string? inside = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(
            IPAddress.Loopback, int.Parse(proxy.Address.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), Cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Cancellation);
        if (inside is not null)
        {
            var bytes = new byte[200];
            Assert.True(await stream.ReadAsync(bytes, Cancellation) > 0);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(inside), Cancellation);
        }

        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
