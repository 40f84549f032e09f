using System.Net;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Qwen.Testing;

namespace Qwen.Server.Tests.Mcp;

/// <summary>Many callers over HTTP, long work, and callers that go away.</summary>
public sealed class McpServingTests
{
    private static readonly Dictionary<string, object?> Cup = new() { ["picture"] = "picture.png", ["what"] = "cup" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_clients_with_eight_calls_each_are_answered_as_one()
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var client = await host.ConnectAsync();
            return await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
            {
                var result = await client.CallToolAsync(
                    n % 4 == 3 ? "screens_see_screen" : "grounding_locate", Cup, cancellationToken: Token);
                Assert.False(result.IsError ?? false);
                return (n % 4 == 3, Assert.IsType<TextContentBlock>(result.Content[0]).Text);
            }));
        }));
        Assert.Equal(2, texts.SelectMany(text => text).Distinct().Count());
    }

    [Fact]
    public async Task A_caller_that_cancels_stops_the_model()
    {
        await using var offer = new Offer();
        using var held = new HeldClient();
        await using var host = await McpHost.StartAsync(options =>
        {
            offer.Configure(options);
            options.Client = held;
        });
        await using var client = await host.ConnectAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var call = client.CallToolAsync("grounding_locate", Cup, cancellationToken: stop.Token).AsTask();
        await held.Asked.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await held.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task Work_on_many_pages_tells_how_far_it_is()
    {
        await using var offer = new Offer();
        using var gated = new GatedClient();
        await using var host = await McpHost.StartAsync(options =>
        {
            offer.Configure(options);
            options.Client = gated;
        });
        await using var client = await host.ConnectAsync();
        var reports = new Reports();
        var arguments = new Dictionary<string, object?> { ["document"] = new[] { "picture.png", "picture.png", "picture.png" } };
        var call = client.CallToolAsync("documents_parse_document", arguments, reports, cancellationToken: Token).AsTask();

        // page by page: what the client has not handed over when the call ends, it drops
        for (var page = 0; page < 3; page++)
        {
            await Wait.UntilAsync(() => reports.Take().Any(report => (int)report.Progress == page));
            gated.Open();
        }

        Assert.False((await call).IsError ?? false);
        var values = reports.Take().OrderBy(report => report.Progress).ToList();
        Assert.Equal([0, 1, 2], values.Take(3).Select(report => (int)report.Progress));
        Assert.Equal("Parsing page 1", values[0].Message);
        Assert.All(values, report => Assert.Equal(3, report.Total));
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:80")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Foreign_names_and_pages_are_refused(string header, string value)
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        using var http = new HttpClient();
        Assert.NotEqual(HttpStatusCode.Forbidden, await PostAsync(null));
        Assert.NotEqual(HttpStatusCode.Forbidden, await PostAsync(("Origin", host.Address.GetLeftPart(UriPartial.Authority))));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync((header, value)));

        async Task<HttpStatusCode> PostAsync((string Name, string Value)? own)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, host.Address)
            {
                Content = new StringContent("""{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}""", null, "application/json"),
            };
            if (own is { } set)
                request.Headers.TryAddWithoutValidation(set.Name, set.Value);
            using var response = await http.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_failure_of_the_model_is_marked_and_the_next_call_is_answered()
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(options =>
        {
            offer.Configure(options);
            options.Client = new FailingOnce(offer.Client);
        });
        await using var client = await host.ConnectAsync();
        var failed = await client.CallToolAsync("grounding_locate", Cup, cancellationToken: Token);
        Assert.True(failed.IsError);
        Assert.DoesNotContain("secret", Assert.IsType<TextContentBlock>(Assert.Single(failed.Content)).Text, StringComparison.Ordinal);
        Assert.False((await client.CallToolAsync("grounding_locate", Cup, cancellationToken: Token)).IsError ?? false);
    }

    [Fact]
    public async Task The_inspector_has_nothing_to_say()
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        string[] server = [host.Address.AbsoluteUri, "--transport", "http"];
        var listed = await McpInspector.RunAsync([.. server, "--method", "tools/list", "--strict"], Token);
        Assert.True(listed.ExitCode == 0, listed.Notes);
        Assert.DoesNotContain("warn", listed.Notes, StringComparison.OrdinalIgnoreCase);
        var called = await McpInspector.RunAsync(
            [
                .. server, "--method", "tools/call", "--tool-name", "grounding_locate_and_draw", "--tool-arg", "picture=picture.png",
                "--tool-arg", "what=cup"
            ], Token);
        Assert.True(called.ExitCode == 0, called.Notes);
        Assert.Contains("resource_link", called.Output, StringComparison.Ordinal);
    }

    private sealed class Reports : IProgress<ProgressNotificationValue>
    {
        private readonly List<ProgressNotificationValue> values = [];

        public void Report(ProgressNotificationValue value)
        {
            lock (values)
                values.Add(value);
        }

        public IReadOnlyList<ProgressNotificationValue> Take()
        {
            lock (values)
                return [.. values];
        }
    }
}
