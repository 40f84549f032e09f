using System.ClientModel;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using Qwen.Testing;

namespace Qwen.Server.Tests.OpenAI;

/// <summary>The official OpenAI package against the server.</summary>
public sealed class OpenAIClientTests(DemoServer server)
{
    private static readonly ChatCompletionOptions Options = new() { Temperature = 0, MaxOutputTokenCount = 64 };

    private readonly ChatClient client = Client(server.Address, DemoServer.Model);

    [Fact]
    public async Task A_picture_is_answered()
    {
        var completion = (await client.CompleteChatAsync([Count()], Options)).Value;
        Assert.Equal("There is 1 red triangle in the image.", completion.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal(completion.Usage.InputTokenCount + completion.Usage.OutputTokenCount, completion.Usage.TotalTokenCount);
        Assert.Equal("demo", completion.Model);
    }

    [Fact]
    public async Task A_stream_comes_in_pieces_with_its_usage()
    {
        var (text, pieces, usage, finish) = ("", 0, (ChatTokenUsage?)null, (ChatFinishReason?)null);
        await foreach (var update in client.CompleteChatStreamingAsync([Count()], Options))
        {
            pieces++;
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            finish = update.FinishReason ?? finish;
        }

        Assert.Equal("There is 1 red triangle in the image.", text);
        Assert.True(pieces > 5 && usage!.OutputTokenCount > 5);
        Assert.Equal(ChatFinishReason.Stop, finish);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_function_is_called_and_its_result_taken(bool streaming)
    {
        var options = new ChatCompletionOptions
        {
            Temperature = 0,
            MaxOutputTokenCount = 64,
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
            Tools =
            {
                ChatTool.CreateFunctionTool("look", "Looks.", BinaryData.FromString(
                    """{"type": "object", "properties": {"where": {"type": "string", "enum": ["left", "right"]}}, "required": ["where"]}""")),
            },
        };
        List<ChatMessage> messages = [Count()];
        var (id, name, arguments) = streaming ? await StreamAsync() : await WholeAsync();
        Assert.Equal("look", name);
        Assert.Contains(JsonElement.Parse(arguments).GetProperty("where").GetString(), new[] { "left", "right" });

        messages.Add(new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(id, name, BinaryData.FromString(arguments))]));
        messages.Add(new ToolChatMessage(id, "Nothing is there."));
        var next = (await client.CompleteChatAsync(messages, Options)).Value;
        Assert.NotNull(next.Content);

        async Task<(string, string, string)> WholeAsync()
        {
            var completion = (await client.CompleteChatAsync(messages, options)).Value;
            Assert.Equal(ChatFinishReason.ToolCalls, completion.FinishReason);
            return (completion.ToolCalls[0].Id, completion.ToolCalls[0].FunctionName, completion.ToolCalls[0].FunctionArguments.ToString());
        }

        async Task<(string, string, string)> StreamAsync()
        {
            var (callId, function, text) = ("", "", "");
            await foreach (var update in client.CompleteChatStreamingAsync(messages, options))
            {
                foreach (var call in update.ToolCallUpdates.Where(call => call.Index == 0))
                {
                    callId += call.ToolCallId;
                    function += call.FunctionName;
                    text += call.FunctionArgumentsUpdate?.ToString();
                }
            }

            return (callId, function, text);
        }
    }

    [Fact]
    public async Task A_structured_answer_parses()
    {
        var options = new ChatCompletionOptions
        {
            Temperature = 0,
            MaxOutputTokenCount = 64,
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "shape",
                BinaryData.FromString(
                    """{"type": "object", "properties": {"round": {"type": "boolean"}}, "required": ["round"], "additionalProperties": false}"""),
                jsonSchemaIsStrict: true),
        };
        var completion = (await client.CompleteChatAsync([Count()], options)).Value;
        Assert.Contains(
            JsonElement.Parse(completion.Content[0].Text).GetProperty("round").ValueKind,
            new[] { JsonValueKind.True, JsonValueKind.False });
    }

    [Fact]
    public async Task Probabilities_are_read()
    {
        var options = new ChatCompletionOptions
        {
            Temperature = 0,
            MaxOutputTokenCount = 8,
            IncludeLogProbabilities = true,
            TopLogProbabilityCount = 3
        };
        var completion = (await client.CompleteChatAsync([Count()], options)).Value;
        Assert.True(completion.ContentTokenLogProbabilities.Count > 3);
        Assert.All(completion.ContentTokenLogProbabilities, token => Assert.Equal(3, token.TopLogProbabilities.Count));

        var streamed = 0;
        await foreach (var update in client.CompleteChatStreamingAsync([Count()], options))
            streamed += update.ContentTokenLogProbabilities.Count;
        Assert.Equal(completion.ContentTokenLogProbabilities.Count, streamed);
    }

    [Fact]
    public async Task Errors_arrive_with_their_status_and_sentence()
    {
        var missing = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(server.Address, "other").CompleteChatAsync([Count()], Options));
        Assert.Equal(404, missing.Status);
        Assert.Contains("there is demo", missing.Message, StringComparison.Ordinal);
        var damaged = new UserChatMessage(ChatMessageContentPart.CreateImagePart(BinaryData.FromString("no picture"), "image/png"));
        var bad = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync([damaged], Options));
        Assert.Equal(400, bad.Status);
        await Assert.ThrowsAsync<ClientResultException>(async () =>
        {
            await foreach (var _ in client.CompleteChatStreamingAsync([damaged], Options))
                Assert.Fail("Nothing may come.");
        });
    }

    [Fact]
    public async Task A_cancelled_request_ends_its_generation()
    {
        using var source = new CancellationTokenSource();
        var options = new ChatCompletionOptions { Temperature = 5, MaxOutputTokenCount = 2000 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var pieces = 0;
            await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Tell a story.")], options, source.Token))
            {
                if (++pieces == 3)
                    await source.CancelAsync();
            }
        });
        for (var i = 0; server.OpenRequests > 0; i++)
        {
            Assert.True(i < 200, "The generation goes on.");
            await Task.Delay(25);
        }
    }

    internal static ChatClient Client(Uri address, string model) => new(
        model, new ApiKeyCredential("none"), new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "/v1"),
            RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0)
        });

    private static UserChatMessage Count()
    {
        var picture = File.ReadAllBytes(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "count112-00.png"));
        return new UserChatMessage(
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(picture), "image/png"),
            ChatMessageContentPart.CreateTextPart("How many red triangles are there in the image?"));
    }
}
