using System.Collections.Concurrent;
using System.Text.Json;

namespace Qwen.Server.Tests.Hosting;

/// <summary>Many requests of mixed kinds from eight clients, a fifth of them broken off: the rest is answered as if alone.</summary>
public sealed class ManyClientsTests(DemoServer server)
{
    private static readonly (string Body, bool Stream)[] Kinds =
    [
        (DemoServer.Question("count112-00.png", "How many red triangles are there in the image?"), false),
        (DemoServer.Question("count112-00.png", "How many red triangles are there in the image?", "\"stream\": true"), true),
        (DemoServer.Question("box112-00.png", "Locate the black star, output its bbox coordinates using JSON format."), false),
        (DemoServer.Question(
            "line28-00.png",
            "Read all texts in the image, output in lines.",
            "\"stream\": true, \"stream_options\": {\"include_usage\": true}"), true),
        (DemoServer.Question("count112-00.png", "What?", "\"guided_choice\": [\"a few\", \"many\"]"), false),
        ("""{"messages": [{"role": "user", "content": "How many?"}], "temperature": 0, "max_tokens": 12}""", false),
        (
            """{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}]}""",
            false),
        ("""{"messages": [], "stream": true}""", false),
    ];

    /// <summary>How many are sent: enough to see a fault in each run; the variable asks for more.</summary>
    private static int Requests => int.TryParse(Environment.GetEnvironmentVariable("QWENVL_MANY_REQUESTS"), out var count) ? count : 160;

    [Fact]
    public async Task Those_that_are_not_broken_off_are_answered_as_if_alone()
    {
        var alone = new List<string>();
        foreach (var (body, stream) in Kinds)
            alone.Add(await AskAsync(body, stream, default));

        var wrong = new ConcurrentBag<string>();
        var next = -1;
        var answered = 0;
        long early = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async client =>
        {
            var random = new Random(client);
            while (Interlocked.Increment(ref next) is var number && number < Requests)
            {
                var kind = number % Kinds.Length;
                using var source = new CancellationTokenSource();
                if (random.Next(5) == 0)
                    source.CancelAfter(random.Next(60));
                try
                {
                    var text = await AskAsync(Kinds[kind].Body, Kinds[kind].Stream, source.Token);
                    Interlocked.Increment(ref answered);
                    if (text != alone[kind])
                        wrong.Add($"request {number} of kind {kind}: {text}, alone {alone[kind]}");
                }
                catch (Exception error) when (source.IsCancellationRequested
                    && error is OperationCanceledException or IOException or HttpRequestException)
                {
                    // broken off, as it was meant
                }

                if (number == Requests / 4)
                    early = GC.GetTotalMemory(forceFullCollection: true);
            }
        }));
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Take(5)));
        Assert.True(answered > Requests / 2);
        await Wait.UntilAsync(() => server.OpenRequests == 0);
        var late = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(late < early + (32 << 20), $"{early >> 20} MB after a quarter of the requests, {late >> 20} MB at the end.");
    }

    private async Task<string> AskAsync(string body, bool stream, CancellationToken cancellationToken)
    {
        using var response = await server.PostAsync(body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            return $"{(int)response.StatusCode} {JsonElement.Parse(text).GetProperty("error").GetProperty("message").GetString()}";
        if (!stream)
            return JsonElement.Parse(text).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..]).ToList();
        Assert.Equal("[DONE]", events[^1]);
        return string.Concat(
            events.SkipLast(1).Select(line => JsonElement.Parse(line)).SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())
                .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var piece) ? piece.GetString() : ""));
    }
}
