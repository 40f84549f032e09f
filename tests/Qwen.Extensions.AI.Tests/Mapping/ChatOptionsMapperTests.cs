using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Mapping;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Extensions.AI.Tests.Mapping;

public class ChatOptionsMapperTests
{
    private static readonly AIFunction[] Functions = [AIFunctionFactory.Create((int a) => a, "f"), AIFunctionFactory.Create(() => 1, "g")];

    [Fact]
    public void No_options_leave_everything_to_the_checkpoint()
    {
        var mapped = Map(null);
        Assert.Equal(new SamplingOptions(), mapped.Request.Sampling);
        Assert.Null(mapped.Request.MaxOutputTokens);
        Assert.Null(mapped.Request.TopLogProbabilities);
        Assert.Empty(mapped.Request.StopSequences);
        Assert.True(mapped.Request.StopRepetition);
        Assert.Null(mapped.Instructions);
        Assert.Empty(mapped.Shape.Functions);
        Assert.Null(mapped.Shape.Format);
    }

    [Fact]
    public void Every_option_arrives()
    {
        var mapped = Map(new ChatOptions
        {
            Instructions = "be brief",
            Temperature = 0.5f,
            TopP = 0.9f,
            TopK = 40,
            Seed = 1L << 40,
            MaxOutputTokens = 12,
            StopSequences = ["END", "", "STOP"],
            FrequencyPenalty = 0.1f,
            PresencePenalty = 0.2f,
            AdditionalProperties = new()
            {
                ["min_p"] = "0.05", ["repetition_penalty"] = 1.1, ["logprobs"] = true, ["top_logprobs"] = 3.0,
                ["add_vision_id"] = JsonSerializer.SerializeToElement(true),
                ["assistant_prefix"] = "Sure", ["stop_repetition"] = false, ["max_pixels"] = 5000, ["unknown"] = new object(),
            },
        });
        Assert.Equal(
            new SamplingOptions
            {
                Temperature = 0.5f, TopP = 0.9f, TopK = 40, Seed = 1L << 40, FrequencyPenalty = 0.1f, PresencePenalty = 0.2f, MinP = 0.05f,
                RepetitionPenalty = 1.1f,
            },
            mapped.Request.Sampling);
        Assert.Equal(12, mapped.Request.MaxOutputTokens);
        Assert.Equal(["END", "STOP"], mapped.Request.StopSequences);
        Assert.Equal(3, mapped.Request.TopLogProbabilities);
        Assert.True(mapped.Request.Prompt.NumberMedia);
        Assert.Equal("Sure", mapped.Request.Prompt.AssistantPrefix);
        Assert.False(mapped.Request.StopRepetition);
        Assert.Equal("be brief", mapped.Instructions);
        Assert.Equal(5000, mapped.Hints.MaxPixels);
    }

    [Theory]
    [InlineData(true, null, 0)]
    [InlineData(true, 2, 2)]
    [InlineData(null, 2, 2)]
    [InlineData(false, 2, null)]
    public void Log_probabilities_follow_both_keys(bool? wanted, int? top, int? expected) =>
        Assert.Equal(
            expected,
            Map(new ChatOptions
            {
                AdditionalProperties = new() { ["logprobs"] = wanted, ["top_logprobs"] = top }
            }).Request.TopLogProbabilities);

    [Fact]
    public void The_library_s_own_options_lie_under_the_explicit_ones()
    {
        var calls = 0;
        var mapped = Map(new ChatOptions
        {
            Temperature = 0.2f,
            RawRepresentationFactory = _ =>
            {
                calls++;
                return new QwenGenerationOptions
                {
                    Sampling = new SamplingOptions { Temperature = 0.9f, MinP = 0.3f }, MaxOutputTokens = 7, StopSequences = ["x"],
                    TopLogProbabilities = 1, NumberMedia = true, AssistantPrefix = "Well",
                };
            },
        });
        Assert.Equal(1, calls);
        Assert.Equal(new SamplingOptions { Temperature = 0.2f, MinP = 0.3f }, mapped.Request.Sampling);
        Assert.Equal(
            (7, "x", 1, true, "Well"),
            (
                mapped.Request.MaxOutputTokens!.Value,
                mapped.Request.StopSequences.Single(),
                mapped.Request.TopLogProbabilities!.Value,
                mapped.Request.Prompt.NumberMedia,
                mapped.Request.Prompt.AssistantPrefix));
    }

    [Fact]
    public void Options_of_another_provider_are_ignored() =>
        Assert.Equal(new SamplingOptions(), Map(new ChatOptions { RawRepresentationFactory = _ => new object() }).Request.Sampling);

    [Fact]
    public void Tools_are_shown_and_calls_expected_unless_the_mode_is_none()
    {
        var auto = Map(new ChatOptions { Tools = [.. Functions] });
        Assert.Equal(2, auto.Request.Prompt.Tools.Count);
        Assert.Equal(["f", "g"], auto.Shape.Functions.Select(function => function.Name));
        Assert.Null(auto.Request.Prompt.AssistantPrefix);

        var none = Map(new ChatOptions { Tools = [.. Functions], ToolMode = ChatToolMode.None });
        Assert.Empty(none.Request.Prompt.Tools);
        Assert.Empty(none.Shape.Functions);
    }

    [Fact]
    public void The_shape_follows_format_mode_and_number_of_calls()
    {
        var required = Map(
            new ChatOptions { Tools = [.. Functions], ToolMode = ChatToolMode.RequireSpecific("g"), AllowMultipleToolCalls = false }).Shape;
        Assert.Equal(("g", false), (required.Required!.RequiredFunctionName, required.SeveralCalls));
        Assert.True(Map(new ChatOptions { Tools = [.. Functions] }).Shape.SeveralCalls);
        Assert.Null(Map(new ChatOptions { ToolMode = ChatToolMode.RequireAny }).Shape.Required);

        var format = (ChatResponseFormatJson)ChatResponseFormat.ForJsonSchema<int>();
        Assert.Same(format, Map(new ChatOptions { ResponseFormat = format }).Shape.Format);
        Assert.Null(Map(new ChatOptions { ResponseFormat = ChatResponseFormat.Json }).Shape.SchemaText);
        Assert.Null(Map(new ChatOptions { ResponseFormat = ChatResponseFormat.Text }).Shape.Format);
    }

    public static TheoryData<ChatOptions, string> Refused => new()
    {
        { new ChatOptions { ConversationId = "c1" }, "ConversationId" },
        { new ChatOptions { MaxOutputTokens = 0 }, "MaxOutputTokens" },
        { new ChatOptions { Tools = [new HostedCodeInterpreterTool()] }, "HostedCodeInterpreterTool" },
        { new ChatOptions { AdditionalProperties = new() { ["min_p"] = "low" } }, "'min_p'" },
        { new ChatOptions { AdditionalProperties = new() { ["logprobs"] = 3 } }, "'logprobs'" },
        { new ChatOptions { AdditionalProperties = new() { ["assistant_prefix"] = 3 } }, "'assistant_prefix'" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_done_is_refused_by_name(ChatOptions options, string named) =>
        Assert.Contains(named, Assert.Throws<QwenException>(() => Map(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void Free_text_may_be_asked_for() =>
        Map(new ChatOptions { ResponseFormat = ChatResponseFormat.Text, ModelId = "another", AllowBackgroundResponses = true });

    [Fact]
    public void The_callers_options_are_not_changed()
    {
        var options = new ChatOptions
        {
            StopSequences = ["a"],
            Tools = [.. Functions],
            AllowMultipleToolCalls = false,
            AdditionalProperties = new() { ["min_p"] = 0.1 }
        };
        var before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);
        Map(options);
        Assert.Equal(before, JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions));
        Assert.Equal(2, options.Tools.Count);
    }

    private static MappedOptions Map(ChatOptions? options) => ChatOptionsMapper.Map(options, new TestChatClient());

    private sealed class TestChatClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey) => null;

        public void Dispose()
        {
        }
    }
}
