using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Mapping;
using Qwen.Extensions.AI.Shapes;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.Mapping;

public class ResponseWriterTests
{
    private static readonly GenerationUsage Usage = new(100, 7, 40, 30, 8, 4);

    [Fact]
    public void Every_update_says_who_answers_and_the_last_one_what_it_cost()
    {
        var updates = Write(Request(), null, GenerationFinish.EndToken, "Hel", "", "lo", "");
        Assert.Equal(3, updates.Count); // a piece without text says nothing
        Assert.All(updates, update =>
        {
            Assert.Equal((ChatRole.Assistant, "demo"), (update.Role!.Value, update.ModelId));
            Assert.Equal(
                (updates[0].ResponseId, updates[0].MessageId, updates[0].CreatedAt),
                (update.ResponseId, update.MessageId, update.CreatedAt));
            Assert.False(string.IsNullOrEmpty(update.ResponseId) || string.IsNullOrEmpty(update.MessageId));
            Assert.NotNull(update.CreatedAt);
        });
        Assert.Equal([null, null, ChatFinishReason.Stop], updates.Select(update => update.FinishReason));
        var usage = Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>()).Details;
        Assert.Equal(
            (100, 7, 107, 40), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount));
        Assert.Equal(
            (30, 8, 4),
            (usage.AdditionalCounts!["vision_tokens"], usage.AdditionalCounts["video_frames"], usage.AdditionalCounts["encoded_slices"]));
        Assert.Contains(usage, updates[^1].Contents.OfType<UsageContent>().Select(content => content.Details));
    }

    [Fact]
    public void Updates_join_to_one_message_with_one_text()
    {
        var response = Write(Request(), ["f"], GenerationFinish.EndToken, "Hel", "lo ", "\n", "there", " ").ToChatResponse();
        var text = Assert.IsType<TextContent>(Assert.Single(Assert.Single(response.Messages).Contents));
        Assert.Equal("Hello \nthere ", text.Text);
        Assert.Equal(
            (ChatFinishReason.Stop, "demo", 107), (response.FinishReason!.Value, response.ModelId, response.Usage!.TotalTokenCount));
    }

    [Theory]
    [InlineData(GenerationFinish.EndToken, "stop", null)]
    [InlineData(GenerationFinish.StopSequence, "stop", null)]
    [InlineData(GenerationFinish.Length, "length", null)]
    [InlineData(GenerationFinish.Repetition, "length", "repetition")]
    public void The_reason_for_the_end_is_told(GenerationFinish finish, string reason, string? detail)
    {
        var last = Write(Request(), null, finish, "a")[^1];
        Assert.Equal(reason, last.FinishReason!.Value.Value);
        Assert.Equal(detail, last.AdditionalProperties?["finish_detail"]);
    }

    [Fact]
    public void Calls_are_whole_and_their_ids_differ_between_answers()
    {
        string[] pieces =
        [
            "Look", "ing.\n<tool", "_call>\n{\"name\": \"f\", \"arg",
            "uments\": {\"a\": 1}}\n</tool_call>\n<tool_call>\n{\"name\": \"f\"}\n", "</tool_call>"
        ];
        var first = Write(Request(), ["f"], GenerationFinish.EndToken, pieces).ToChatResponse();
        var second = Write(Request(), ["f"], GenerationFinish.EndToken, pieces).ToChatResponse();
        Assert.Equal("Looking.", first.Text);
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        var ids = first.Messages.Concat(second.Messages)
            .SelectMany(message => message.Contents)
            .OfType<FunctionCallContent>()
            .Select(call => call.CallId)
            .ToList();
        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public void Without_tools_the_tags_are_text() =>
        Assert.Equal(
            "<tool_call>{}</tool_call>",
            Write(Request(), null, GenerationFinish.EndToken, "<tool_call>{}</tool_call>").ToChatResponse().Text);

    [Fact]
    public void A_given_start_of_a_call_belongs_to_it()
    {
        var request = Request() with { Prompt = new ChatPromptOptions
        {
            AssistantPrefix = "Well: <tool_call>\n{\"name\": \"click\", \"arguments\": {\"coordinate\": ["
        } };
        var response = Write(request, ["click"], GenerationFinish.EndToken, "12, ", "34]}}\n</tool_call>").ToChatResponse();
        Assert.Equal("", response.Text);
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal("""{"coordinate":[12, 34]}""".Replace(" ", ""), System.Text.Json.JsonSerializer.Serialize(call.Arguments));
    }

    [Theory]
    [InlineData(GenerationFinish.Length, true)]
    [InlineData(GenerationFinish.Repetition, true)]
    [InlineData(GenerationFinish.StopSequence, true)]
    [InlineData(GenerationFinish.EndToken, false)]
    public void An_open_call_is_cut_off_or_only_careless(GenerationFinish finish, bool cut)
    {
        var response = Write(Request(), ["f"], finish, "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}").ToChatResponse();
        var call = Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>());
        Assert.Equal(cut, call.Exception is not null);
        Assert.Equal(!cut, response.FinishReason == ChatFinishReason.ToolCalls);
    }

    [Fact]
    public void A_stop_at_the_closing_tag_ends_the_call()
    {
        var response = Write(Request() with
        {
            StopSequences = ["</tool_call>"]
        }, ["f"], GenerationFinish.StopSequence, "<tool_call>\n{\"name\": \"f\"}\n").ToChatResponse();
        Assert.Null(Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>()).Exception);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public void Probabilities_of_all_tokens_stand_on_the_last_update()
    {
        var writer = new ResponseWriter("demo", Request() with { TopLogProbabilities = 0 }, new AnswerShape());
        writer.Write(new GenerationUpdate { Text = "a", TokenIds = [1], LogProbabilities = [new(1, "a", -0.5f, [])] });
        var last = writer.Write(new GenerationUpdate
        {
            Text = "b",
            TokenIds = [2],
            LogProbabilities = [new(2, "b", -1f, [])],
            Finish = GenerationFinish.EndToken,
            Usage = Usage
        })!;
        var probabilities = Assert.IsAssignableFrom<IReadOnlyList<TokenLogProbability>>(last.AdditionalProperties!["logprobs"]);
        Assert.Equal(["a", "b"], probabilities.Select(token => token.Text));
    }

    [Fact]
    public void An_answer_of_nothing_is_one_empty_message()
    {
        var response = Write(Request(), null, GenerationFinish.EndToken, "").ToChatResponse();
        Assert.Empty(Assert.Single(response.Messages).Contents);
        Assert.Equal("", response.Text);
    }

    private static GenerationRequest Request() => new() { Turns = [] };

    private static List<ChatResponseUpdate> Write(
        GenerationRequest request, string[]? tools, GenerationFinish finish, params string[] pieces)
    {
        var writer = new ResponseWriter(
            "demo", request, new AnswerShape { Functions = [.. (tools ?? []).Select(name => AIFunctionFactory.Create(() => 1, name))] });
        List<ChatResponseUpdate> updates = [];
        for (var i = 0; i < pieces.Length; i++)
        {
            var last = i == pieces.Length - 1;
            if (writer.Write(new GenerationUpdate
            {
                Text = pieces[i],
                TokenIds = [i],
                Finish = last ? finish : null,
                Usage = last ? Usage : null
            }) is { } update)
                updates.Add(update);
        }

        return updates;
    }
}
