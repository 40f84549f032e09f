using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Tests.Conformance;

public abstract partial class ChatClientConformance
{
    [Fact]
    public async Task A_request_gets_one_assistant_message_with_a_reason_and_a_model()
    {
        using var client = await CreateChatClientAsync();
        var response = await client.GetResponseAsync("What is this?", Options(), Stop);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.NotNull(response.FinishReason);
        Assert.NotNull(response.ModelId);
        Assert.NotNull(response.ResponseId);
    }

    [Fact]
    public async Task Conversations_and_empty_messages_are_taken()
    {
        using var client = await CreateChatClientAsync();
        ChatMessage[][] conversations =
        [
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "One?"), new(ChatRole.Assistant, "Two."), new(ChatRole.User, "Three?")],
            [new(ChatRole.User, "")],
            [new(ChatRole.User, " \n\t")],
            [new(ChatRole.User, [])],
            [new(ChatRole.User, [new TextContent("a"), new TextContent("b"), new TextReasoningContent("c")])],
        ];
        foreach (var conversation in conversations)
            Assert.Single((await client.GetResponseAsync(conversation, Options(), Stop)).Messages);
    }

    [Fact]
    public async Task A_stream_says_what_the_whole_answer_says()
    {
        using var client = await CreateChatClientAsync();
        for (var seed = 1; seed < 5; seed++)
        {
            var whole = await client.GetResponseAsync($"Read the text {seed} 😀 你好.", Options(seed), Stop);
            var updates = await client.GetStreamingResponseAsync($"Read the text {seed} 😀 你好.", Options(seed), Stop).ToListAsync(Stop);
            Assert.Equal(whole.Text, string.Concat(updates.Select(update => update.Text)));
            Assert.Equal(whole.Text, updates.ToChatResponse().Text);
            Assert.Equal(whole.FinishReason, updates[^1].FinishReason);
            Assert.All(
                updates,
                update => Assert.Equal(
                    (updates[0].ResponseId, updates[0].MessageId, updates[0].ModelId),
                    (update.ResponseId, update.MessageId, update.ModelId)));
            Assert.All(updates, update =>
                Assert.False(update.Text.Length > 0 && (char.IsLowSurrogate(update.Text[0]) || char.IsHighSurrogate(update.Text[^1]))));
        }
    }

    [Fact]
    public async Task Updates_join_a_history_as_one_message_with_one_text()
    {
        using var client = await CreateChatClientAsync();
        List<ChatMessage> history = [new(ChatRole.User, "Count.")];
        await history.AddMessagesAsync(client.GetStreamingResponseAsync(history, Options(), Stop), cancellationToken: Stop);
        Assert.Equal(2, history.Count);
        Assert.True(history[1].Contents.OfType<TextContent>().Count() <= 1);
        Assert.NotNull((await client.GetResponseAsync([.. history, new(ChatRole.User, "Go on.")], Options(), Stop)).FinishReason);
    }

    [Fact]
    public async Task Usage_adds_up_and_is_told_once()
    {
        using var client = await CreateChatClientAsync();
        var whole = (await client.GetResponseAsync("Count to ten.", Options(), Stop)).Usage!;
        var updates = await client.GetStreamingResponseAsync("Count to ten.", Options(), Stop).ToListAsync(Stop);
        var streamed = Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>()).Details;
        foreach (var usage in new[] { whole, streamed })
        {
            Assert.True(usage.InputTokenCount > 1 && usage.OutputTokenCount >= 1);
            Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
        }

        Assert.Equal((whole.InputTokenCount, whole.OutputTokenCount), (streamed.InputTokenCount, streamed.OutputTokenCount));
    }

    [Fact]
    public async Task The_limit_of_tokens_holds_and_is_told()
    {
        using var client = await CreateChatClientAsync();
        var options = new ChatOptions { Temperature = 5, Seed = 3, MaxOutputTokens = 2 };
        var response = await client.GetResponseAsync("Tell me a story.", options, Stop);
        Assert.True(response.Usage!.OutputTokenCount <= 2);
        Assert.True(response.FinishReason == ChatFinishReason.Length || response.Usage.OutputTokenCount < 2
            || response.FinishReason == ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Pictures_are_read_alone_in_numbers_and_between_texts()
    {
        var picture = RequirePicture();
        using var client = await CreateChatClientAsync();
        var text = (await client.GetResponseAsync(new ChatMessage(ChatRole.User, "ab"), Options(), Stop)).Usage!.InputTokenCount!.Value;
        var one = await CountAsync(new TextContent("a"), picture, new TextContent("b"));
        var two = await CountAsync(new TextContent("a"), picture, new TextContent("b"), new DataContent(picture.Uri));
        Assert.True(one > text && two > one, "Every picture costs tokens.");
        Assert.True(await CountAsync(picture) > 0);

        async Task<long> CountAsync(params AIContent[] contents) =>
            (await client.GetResponseAsync(new ChatMessage(ChatRole.User, contents), Options(), Stop)).Usage!.InputTokenCount!.Value;
    }

    [Fact]
    public async Task A_picture_that_is_none_and_content_that_nobody_knows_are_refused()
    {
        RequirePicture();
        using var client = await CreateChatClientAsync();
        foreach (var content in new AIContent[]
        {
            new DataContent("no picture"u8.ToArray(), "image/png"),
            new DataContent("ID3"u8.ToArray(), "audio/mpeg"),
            new HostedFileContent("f1")
        })
            await Assert.ThrowsAnyAsync<Exception>(
                () => client.GetResponseAsync(new ChatMessage(ChatRole.User, [content]), Options(), Stop));
    }

    [Fact]
    public async Task Null_messages_are_refused()
    {
        using var client = await CreateChatClientAsync();
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => client.GetResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Stop));
    }
}
