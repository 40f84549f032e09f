using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Tests.Client;

public class ConcurrencyTests
{
    [Fact]
    public async Task Eight_callers_at_once_get_what_they_get_one_by_one()
    {
        using var client = await DemoModel.CreateClientAsync();
        var requests = Enumerable.Range(0, 8).Select(i => new ChatMessage(ChatRole.User,
        [
            new DataContent(Pictures.Encode(56 + 28 * i, 84, colour: 0xFF000000 | (uint)(0x2F1B07 * i)), "image/png"),
            new TextContent($"What is in picture {i}?"),
        ])).ToList();
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 12 };

        List<string> alone = [];
        foreach (var request in requests)
            alone.Add((await client.GetResponseAsync(request, options)).Text);
        var together = await Task.WhenAll(requests.Select(request => Task.Run(() => client.GetResponseAsync(request, options))));
        Assert.Equal(alone, together.Select(response => response.Text));
    }

    [Fact]
    public async Task Seeds_repeat_an_answer()
    {
        using var client = await DemoModel.CreateClientAsync();
        async Task<string> AnswerAsync(long seed) =>
            (await client.GetResponseAsync(
                "Locate the red circle, report the bbox coordinates in JSON format.", // there is none to be sure about
                new ChatOptions { Temperature = 1.5f, Seed = seed, MaxOutputTokens = 32 })).Text;
        Assert.Equal(await AnswerAsync(7), await AnswerAsync(7));
        Assert.True((await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => AnswerAsync(seed)))).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Cancellation_ends_the_stream_and_the_next_request_is_unharmed()
    {
        using var client = await DemoModel.CreateScriptedAsync(string.Concat(Enumerable.Range(0, 400).Select(i => $"{i} ")));
        using var stop = new CancellationTokenSource();
        var updates = 0;
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("count", cancellationToken: stop.Token))
            {
                if (++updates == 3)
                    await stop.CancelAsync();
            }
        });
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.InRange(updates, 3, 3 + 65); // what was already written may still be read
        Assert.Equal("0 ", (await client.GetResponseAsync("count", new ChatOptions { StopSequences = ["1 "] })).Text);
    }

    [Fact]
    public async Task A_request_cancelled_before_it_starts_does_nothing()
    {
        using var client = await DemoModel.CreateScriptedAsync("never");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.GetResponseAsync("hi", cancellationToken: new CancellationToken(true)));
    }

    [Fact]
    public async Task Leaving_a_stream_early_frees_the_model()
    {
        using var client = await DemoModel.CreateScriptedAsync(string.Concat(Enumerable.Range(0, 400).Select(i => $"{i} ")));
        await foreach (var update in client.GetStreamingResponseAsync("count"))
            break;
        Assert.Equal("0 ", (await client.GetResponseAsync("count", new ChatOptions { StopSequences = ["1 "] })).Text);
    }
}
