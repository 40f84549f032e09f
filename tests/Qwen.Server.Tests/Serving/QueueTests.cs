using System.Net;
using System.Text.Json;

namespace Qwen.Server.Tests.Serving;

/// <summary>Who waits, who is sent away, and that a place is always given back.</summary>
public sealed class QueueTests
{
    private const string Body = """{"messages": [{"role": "user", "content": "Hi"}]}""";
    private const string Stream = """{"stream": true, "messages": [{"role": "user", "content": "Hi"}]}""";

    [Fact]
    public async Task Some_are_answered_at_a_time_some_wait_and_one_more_is_sent_away()
    {
        var client = new GatedClient();
        await using var server = await StartAsync(client, 2, 2);
        using var http = new HttpClient { BaseAddress = server.Address };
        var asked = Enumerable.Range(0, 4).Select(_ => PostAsync(http, Body)).ToList();
        await Wait.UntilAsync(() => server.OpenRequests == 4 && client.Running == 2);

        using var refused = await PostAsync(http, Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        var error = JsonElement.Parse(await refused.Content.ReadAsStringAsync()).GetProperty("error");
        Assert.Equal("queue_full", error.GetProperty("code").GetString());
        Assert.Contains(
            "2 requests are being answered and 2 are before you", error.GetProperty("message").GetString(), StringComparison.Ordinal);

        client.Open(4);
        var places = new List<string>();
        foreach (var response in await Task.WhenAll(asked))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            places.Add(response.Headers.GetValues("X-Queue-Place").Single());
        }

        Assert.Equal(["0", "0", "1", "2"], places.Order());
        Assert.Equal(2, client.MostRunning);
        await Wait.UntilAsync(() => server.OpenRequests == 0);
    }

    [Fact]
    public async Task Who_goes_away_gives_up_its_place_whether_it_runs_or_waits()
    {
        var client = new GatedClient();
        await using var server = await StartAsync(client, 1, 1);
        using var http = new HttpClient { BaseAddress = server.Address };
        for (var round = 0; round < 5; round++)
        {
            using var source = new CancellationTokenSource();
            var runs = http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json(Body), source.Token);
            await Wait.UntilAsync(() => client.Running == 1);
            var waits = http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json(Stream), source.Token);
            await Wait.UntilAsync(() => server.OpenRequests == 2);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
            await Wait.UntilAsync(() => server.OpenRequests == 0 && client.Running == 0);
        }

        client.Open();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(http, Body)).StatusCode);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_in_an_error()
    {
        var client = new GatedClient();
        await using var server = await StartAsync(client, 1, 1, TimeSpan.FromSeconds(0.5));
        using var http = new HttpClient { BaseAddress = server.Address };
        using var whole = await PostAsync(http, Body);
        Assert.Equal(HttpStatusCode.GatewayTimeout, whole.StatusCode);
        Assert.Equal(
            "timeout", JsonElement.Parse(await whole.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString());

        // the head was sent already: the error comes as the last event, and nothing says that the answer is whole
        using var streamed = await PostAsync(http, Stream);
        var events = (await streamed.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"code\":\"timeout\"", events[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(events, line => line.Contains("[DONE]", StringComparison.Ordinal));
        await Wait.UntilAsync(() => server.OpenRequests == 0);
    }

    [Theory]
    [InlineData(Body)]
    [InlineData(Stream)]
    public async Task A_failure_is_told_without_its_details(string body)
    {
        var client = new GatedClient { Fault = new InvalidOperationException("secret path") };
        client.Open();
        await using var server = await StartAsync(client, 1, 1);
        using var http = new HttpClient { BaseAddress = server.Address };
        var text = await (await PostAsync(http, body)).Content.ReadAsStringAsync();
        Assert.Contains("internal_error", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        await Wait.UntilAsync(() => server.OpenRequests == 0);
    }

    private static Task<QwenServerHost> StartAsync(GatedClient client, int running, int waiting, TimeSpan? timeout = null) =>
        QwenServerHost.StartAsync(
            [new QwenServedModel("gated", client)],
            new QwenServerHostOptions
            {
                Server =
                {
                    MaxConcurrentRequests = running,
                    MaxWaitingRequests = waiting,
                    RequestTimeout = timeout ?? Timeout.InfiniteTimeSpan
                },
            });

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string body) =>
        http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json(body));
}
