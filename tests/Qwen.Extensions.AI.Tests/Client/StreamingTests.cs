using Microsoft.Extensions.AI;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Tests.Client;

public class StreamingTests
{
    private const string Answer = "Grüße an 東京, é und 👩‍👩‍👧 😀!";

    [Fact]
    public async Task Streamed_and_unstreamed_answers_are_equal_and_no_character_is_split()
    {
        using var client = await DemoModel.CreateScriptedAsync(Answer);
        var updates = await client.GetStreamingResponseAsync("hi").ToListAsync();
        var whole = await client.GetResponseAsync("hi");
        Assert.Equal(Answer, whole.Text);
        Assert.Equal(Answer, string.Concat(updates.Select(update => update.Text)));
        Assert.True(updates.Count > 5);
        Assert.All(updates, update =>
        {
            Assert.DoesNotContain('\uFFFD', update.Text);
            Assert.False(update.Text.Length > 0 && (char.IsLowSurrogate(update.Text[0]) || char.IsHighSurrogate(update.Text[^1])));
        });
    }

    [Fact]
    public async Task Updates_carry_ids_and_end_once()
    {
        using var client = await DemoModel.CreateScriptedAsync(Answer);
        var updates = await client.GetStreamingResponseAsync("hi").ToListAsync();
        Assert.Single(
            updates.Select(update => (update.ResponseId, update.MessageId, update.CreatedAt, update.ModelId, update.Role)).Distinct());
        Assert.All(updates.SkipLast(1), update => Assert.Null(update.FinishReason));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>());
    }

    [Fact]
    public async Task A_stream_added_to_the_history_is_one_message_with_one_text()
    {
        using var client = await DemoModel.CreateScriptedAsync(Answer);
        List<ChatMessage> history = [new(ChatRole.User, "hi")];
        history.AddMessages(await client.GetStreamingResponseAsync(history).ToListAsync());
        Assert.Equal(2, history.Count);
        Assert.Equal(Answer, Assert.IsType<TextContent>(Assert.Single(history[1].Contents)).Text);
        history.Add(new(ChatRole.User, "again"));
        Assert.Equal(Answer, (await client.GetResponseAsync(history)).Text);
    }

    [Fact]
    public async Task Usage_is_exact_in_both_modes_and_grows_by_what_was_kept()
    {
        using var client = await DemoModel.CreateScriptedAsync(Answer);
        var prompt = $"usage {Guid.NewGuid()}";
        var first = (await client.GetResponseAsync(prompt)).Usage!;
        Assert.Equal(await DemoModel.CountAsync(Answer) + 1, first.OutputTokenCount);
        Assert.Equal(first.InputTokenCount + first.OutputTokenCount, first.TotalTokenCount);
        Assert.Equal(
            await DemoModel.CountAsync(
                $"<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n{prompt}<|im_end|"
                + ">\n<|im_start|>assistant\n"),
            first.InputTokenCount);
        var second = (await client.GetStreamingResponseAsync(prompt).ToChatResponseAsync()).Usage!;
        Assert.Equal((first.InputTokenCount, first.OutputTokenCount), (second.InputTokenCount, second.OutputTokenCount));
        Assert.True(
            second.CachedInputTokenCount > first.CachedInputTokenCount, $"{first.CachedInputTokenCount} -> {second.CachedInputTokenCount}");
    }

    [Fact]
    public async Task Stop_sequence_and_length_are_told()
    {
        using var client = await DemoModel.CreateScriptedAsync("one two three");
        var stopped = await client.GetResponseAsync("count", new ChatOptions { StopSequences = [" two"] });
        Assert.Equal(("one", ChatFinishReason.Stop), (stopped.Text, stopped.FinishReason!.Value));
        var cut = await client.GetResponseAsync("count", new ChatOptions { MaxOutputTokens = 2 });
        Assert.Equal((ChatFinishReason.Length, 2), (cut.FinishReason!.Value, cut.Usage!.OutputTokenCount));
        Assert.Null(cut.Messages.Single().AdditionalProperties);
    }

    [Fact]
    public async Task An_answer_that_turns_in_circles_is_stopped_and_says_so()
    {
        var circles = string.Concat(Enumerable.Repeat("again ", 300));
        using var client = await DemoModel.CreateScriptedAsync(circles);
        var response = await client.GetResponseAsync("go");
        Assert.Equal(
            (ChatFinishReason.Length, "repetition"),
            (response.FinishReason!.Value, response.Messages.Single().AdditionalProperties!["finish_detail"]));
        Assert.True(response.Text.Length < circles.Length);
        var free = await client.GetResponseAsync("go", new ChatOptions { AdditionalProperties = new() { ["stop_repetition"] = false } });
        Assert.Equal((circles, ChatFinishReason.Stop), (free.Text, free.FinishReason!.Value));
    }

    [Fact]
    public async Task Probabilities_are_reported_for_each_token()
    {
        using var client = await DemoModel.CreateClientAsync();
        var response = await client.GetResponseAsync("What is this?", new ChatOptions
        {
            MaxOutputTokens = 5,
            Temperature = 0,
            AdditionalProperties = new() { ["logprobs"] = true, ["top_logprobs"] = 3 }
        });
        var tokens = Assert.IsAssignableFrom<IReadOnlyList<TokenLogProbability>>(
            response.Messages.Single().AdditionalProperties!["logprobs"]);
        Assert.Equal(response.Usage!.OutputTokenCount, tokens.Count);
        Assert.All(tokens, token =>
        {
            Assert.Equal(3, token.Alternatives.Count);
            Assert.Equal(token.TokenId, token.Alternatives[0].TokenId); // greedy takes the best
            Assert.True(token.LogProbability <= 0);
        });
    }

    [Fact]
    public async Task The_prefix_is_continued_and_not_repeated()
    {
        using var client = await DemoModel.CreateScriptedAsync(" indeed");
        var options = new ChatOptions { AdditionalProperties = new() { ["assistant_prefix"] = "Yes," } };
        var with = await client.GetResponseAsync("so?", options);
        var without = await client.GetResponseAsync("so?");
        Assert.Equal(" indeed", with.Text);
        Assert.Equal(await DemoModel.CountAsync("Yes,"), with.Usage!.InputTokenCount - without.Usage!.InputTokenCount);
    }
}
