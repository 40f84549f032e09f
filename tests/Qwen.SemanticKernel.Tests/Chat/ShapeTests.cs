using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.VisionLanguage;

namespace Qwen.SemanticKernel.Tests.Chat;

/// <summary>Answers and calls whose shape holds whatever the weights say: the model was trained on neither and guesses wildly.</summary>
public class ShapeTests
{
    private sealed record Lamp(
        [property: JsonPropertyName("name")] string Name,
        [property: JsonPropertyName("on")] bool On,
        [property: JsonPropertyName("levels")] double[] Levels);

    private static JsonElement LampSchema { get; } = AIJsonUtilities.CreateJsonSchema(typeof(Lamp));

    public static TheoryData<string> Formats => ["json_object", "schema", "type", "format", "text"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_format_holds(string kind)
    {
        object format = kind switch
        {
            "schema" => LampSchema,
            "type" => typeof(Lamp),
            "format" => Microsoft.Extensions.AI.ChatResponseFormat.ForJsonSchema<Lamp>(),
            _ => kind,
        };
        await using var free = new FreeKernel();
        var whole = 0;
        for (var seed = 0; seed < 6; seed++)
        {
            var settings = new QwenPromptExecutionSettings
            {
                ResponseFormat = format,
                Temperature = 6,
                Seed = seed,
                MaxTokens = kind == "text" ? 12 : 900
            };
            var answer = await free.Service.GetChatMessageContentAsync(
                "Which lamp?", settings, free.Kernel, TestContext.Current.CancellationToken);
            if (kind == "text" || !FreeKernel.IsWhole(answer, 900))
                continue;
            whole++;
            if (kind == "json_object")
                Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(answer.Content!).RootElement.ValueKind);
            else
                Assert.NotNull(JsonSerializer.Deserialize<Lamp>(answer.Content!)!.Name);
        }

        Assert.True(kind == "text" || whole > 3, $"Only {whole} of 6 answers came to their end.");
    }

    [Fact]
    public async Task A_format_in_settings_of_another_connector_holds_too()
    {
        await using var free = new FreeKernel();
        var settings = new PromptExecutionSettings
        {
            ExtensionData = new Dictionary<string, object>
            {
                ["response_format"] = LampSchema,
                ["temperature"] = 6,
                ["seed"] = 2,
                ["max_tokens"] = 900
            },
        };
        var answer = await free.Service.GetChatMessageContentAsync(
            "Which lamp?", settings, free.Kernel, TestContext.Current.CancellationToken);
        Assert.NotNull(JsonSerializer.Deserialize<Lamp>(answer.Content!));
    }

    [Fact]
    public async Task A_format_that_is_none_is_refused_by_name()
    {
        await using var free = new FreeKernel();
        foreach (var format in new object[] { "xml", 3 })
        {
            var settings = new QwenPromptExecutionSettings { ResponseFormat = format };
            var error = await Assert.ThrowsAsync<QwenException>(
                () => free.Service.GetChatMessageContentAsync("?", settings, free.Kernel, TestContext.Current.CancellationToken));
            Assert.Contains("response_format", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_type_is_its_schema_in_json()
    {
        var json = JsonDocument.Parse(
            JsonSerializer.Serialize(new QwenPromptExecutionSettings { ResponseFormat = typeof(Lamp) })).RootElement;
        var read = JsonSerializer.Deserialize<QwenPromptExecutionSettings>(json)!;
        Assert.Equal("object", Assert.IsType<JsonElement>(read.ResponseFormat).GetProperty("type").GetString());
        Assert.True(json.GetProperty("response_format").GetProperty("properties").TryGetProperty("levels", out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_run_with_what_the_weights_make_up(bool streaming)
    {
        var room = new Room();
        await using var free = new FreeKernel(room);
        var light = free.Kernel.Plugins.GetFunction("Room", "switch_light");
        var failed = 0;
        for (var seed = 0; seed < 6; seed++)
        {
            var settings = new QwenPromptExecutionSettings
            {
                FunctionChoiceBehavior = FunctionChoiceBehavior.Required([light], options: new() { AllowParallelCalls = false }),
                Temperature = 6, Seed = seed, MaxTokens = 400,
            };
            ChatHistory history = [];
            history.AddUserMessage("Switch a light.");
            if (streaming)
                await free.Service.GetStreamingChatMessageContentsAsync(
                    history,
                    settings,
                    free.Kernel,
                    TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            else
                await free.Service.GetChatMessageContentAsync(history, settings, free.Kernel, TestContext.Current.CancellationToken);
            failed += history.SelectMany(message => message.Items).OfType<Microsoft.SemanticKernel.FunctionResultContent>()
                .Count(result => result.Result?.ToString()?.Contains("rror", StringComparison.Ordinal) == true);
        }

        Assert.Equal(0, failed);
        Assert.True(room.Switched.Count >= 4, $"Only {room.Switched.Count} of 6 calls were made; the others were cut.");
        Assert.All(room.Switched, entry => Assert.Matches(@"(True|False) -?\d+$", entry));
    }
}
