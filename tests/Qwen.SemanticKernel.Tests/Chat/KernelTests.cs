using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Text;

using TextContent = Microsoft.SemanticKernel.TextContent;


namespace Qwen.SemanticKernel.Tests.Chat;

public class KernelTests
{
    private static readonly PromptExecutionSettings Auto = new QwenPromptExecutionSettings
    {
        FunctionChoiceBehavior = FunctionChoiceBehavior.Auto()
    };

    [Fact]
    public async Task A_chat_history_with_pictures_is_answered()
    {
        await using var scripted = new ScriptedKernel(_ => "a blue thing");
        ChatHistory history = new("Be brief.");
        history.AddUserMessage(
        [
            new TextContent("What is "), new ImageContent(TestPicture.Encode(84, 56), "image/png"), new TextContent(" and "),
            new ImageContent($"data:image/png;base64,{Convert.ToBase64String(TestPicture.Encode(56, 56))}")
            {
                Metadata = new Dictionary<string, object?> { ["max_pixels"] = 9999 }
            },
        ]);
        var service = scripted.Kernel.GetRequiredService<IChatCompletionService>();
        var answer = await service.GetChatMessageContentAsync(history, new QwenPromptExecutionSettings { MaxTokens = 50 }, scripted.Kernel);
        Assert.Equal(("a blue thing", AuthorRole.Assistant, "demo"), (answer.Content, answer.Role, answer.ModelId));
        Assert.Equal(6 + 4, Assert.IsType<UsageDetails>(answer.Metadata!["Usage"]).AdditionalCounts!["vision_tokens"]);
        Assert.Equal(["Be brief.", "What is |[84×56]| and |[56×56]"], scripted.Requests.Single().Turns.Select(ScriptedKernel.Describe));
    }

    [Fact]
    public async Task A_stream_carries_the_same_text()
    {
        await using var scripted = new ScriptedKernel(_ => "eins zwei drei");
        var pieces = await scripted.Kernel.GetRequiredService<IChatCompletionService>()
            .GetStreamingChatMessageContentsAsync("zähle")
            .ToListAsync();
        Assert.True(pieces.Count > 2);
        Assert.Equal("eins zwei drei", string.Concat(pieces.Select(piece => piece.Content)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Functions_of_the_kernel_run_by_themselves(bool streaming)
    {
        var room = new Room();
        await using var scripted = new ScriptedKernel(
            ScriptedKernel.CallThenAnswer(
                ScriptedKernel.Call("Room_switch_light", """{"name": "lamp", "on": true, "level": 40}"""),
                result => $"Done: {result}."), room);
        var service = scripted.Kernel.GetRequiredService<IChatCompletionService>();
        ChatHistory history = [];
        history.AddUserMessage("light on");
        var answer = streaming
            ? string.Concat(await service.GetStreamingChatMessageContentsAsync(history, Auto, scripted.Kernel)
                .Select(piece => piece.Content)
                .ToListAsync())
            : (await service.GetChatMessageContentAsync(history, Auto, scripted.Kernel)).Content;
        Assert.Equal("Done: lamp is on.", answer);
        Assert.Equal(["lamp True 40"], room.Switched);
        Assert.Contains("\"Room_switch_light\"", string.Concat(scripted.Requests[0].Prompt.Tools), StringComparison.Ordinal);
        // the calls stay in the history
        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool], history.Select(message => message.Role));

        history.AddAssistantMessage(answer!);
        history.AddUserMessage("thanks");
        await service.GetChatMessageContentAsync(history, kernel: scripted.Kernel);
        Assert.Equal(
            ["light on", "<Room_switch_light>", "lamp is on", "Done: lamp is on.", "thanks"],
            scripted.Requests[^1].Turns.Select(ScriptedKernel.Describe));
    }

    [Fact]
    public async Task A_picture_that_a_function_returns_is_seen_by_the_model()
    {
        await using var scripted = new ScriptedKernel(
            ScriptedKernel.CallThenAnswer(ScriptedKernel.Call("Room_take_picture", "{}"), result => result), new Room());
        var answer =
            await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("look", Auto, scripted.Kernel);
        Assert.Equal("[112×84]", answer.Content);
    }

    [Fact]
    public async Task A_function_that_fails_is_reported_without_its_reason()
    {
        await using var scripted = new ScriptedKernel(
            ScriptedKernel.CallThenAnswer(ScriptedKernel.Call("Room_fail", "{}"), result => result), new Room());
        var answer =
            await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("go", Auto, scripted.Kernel);
        Assert.Contains("Error", answer.Content, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_handed_over_where_the_host_wants_to_run_them()
    {
        var room = new Room();
        await using var scripted = new ScriptedKernel(
            _ => ScriptedKernel.Call("Room_switch_light", """{"name": "lamp", "on": false}"""), room);
        var settings = new QwenPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };
        var answer =
            await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("off", settings, scripted.Kernel);
        var call = Assert.Single(Microsoft.SemanticKernel.FunctionCallContent.GetFunctionCalls(answer));
        Assert.Empty(room.Switched);
        Assert.Equal(
            ("Room", "switch_light", "lamp"), (call.PluginName, call.FunctionName, call.Arguments!["name"]!.ToString()));
        Assert.Equal("tool_calls", answer.Metadata!["FinishReason"]);

        // run by the host, call and result go back under the name that the model knows
        ChatHistory history = new();
        history.AddUserMessage("off");
        history.Add(answer);
        history.Add((await call.InvokeAsync(scripted.Kernel)).ToChatMessage());
        await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, scripted.Kernel);
        Assert.Equal(["lamp False 100"], room.Switched);
        Assert.Equal(["off", "<Room_switch_light>", "lamp is off"], scripted.Requests[^1].Turns.Select(ScriptedKernel.Describe));
        Assert.Equal("Room", call.PluginName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("png")]
    public async Task A_picture_without_a_media_type_is_seen(string? mediaType)
    {
        await using var scripted = new ScriptedKernel(_ => "seen");
        var service = scripted.Kernel.GetRequiredService<IChatCompletionService>();
        ChatHistory history = [];
        history.AddUserMessage([new TextContent("What?"), new ImageContent(TestPicture.Encode(84, 56), mediaType)]);
        await service.GetChatMessageContentAsync(history, kernel: scripted.Kernel);
        history.AddUserMessage([new BinaryContent(TestPicture.Encode(56, 56), mediaType)]);
        Assert.NotEmpty(await service.GetStreamingChatMessageContentsAsync(history, kernel: scripted.Kernel).ToListAsync());
        Assert.Equal(["What?|[84×56]", "[56×56]"], scripted.Requests[^1].Turns.Select(ScriptedKernel.Describe));
        Assert.Equal(mediaType, ((ImageContent)history[0].Items[1]).MimeType);
        Assert.Equal(2, history.Count);
    }

    [Fact]
    public async Task A_picture_that_the_kernel_itself_wrote_as_json_is_seen()
    {
        await using var scripted = new ScriptedKernel(_ => "seen");
        var json = System.Text.Json.JsonSerializer.Serialize<KernelContent>(new ImageContent(TestPicture.Encode(84, 56), "image/png"));
        ChatHistory history = [];
        history.AddUserMessage("look");
        history.Add(new ChatMessageContent(
            AuthorRole.Assistant, [new Microsoft.SemanticKernel.FunctionCallContent("take_picture", "Room", "1")]));
        history.Add(new Microsoft.SemanticKernel.FunctionResultContent("take_picture", "Room", "1", json).ToChatMessage());
        await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, kernel: scripted.Kernel);
        Assert.Equal(["look", "<Room_take_picture>", "[84×56]"], scripted.Requests[^1].Turns.Select(ScriptedKernel.Describe));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_kernel_learns_why_an_answer_ended(bool streaming)
    {
        await using var scripted = new ScriptedKernel(_ => "one two three four five");
        var service = scripted.Kernel.GetRequiredService<IChatCompletionService>();
        Assert.Equal("stop", await EndAsync(new QwenPromptExecutionSettings()));
        Assert.Equal("length", await EndAsync(new QwenPromptExecutionSettings { MaxTokens = 2 }));

        async Task<object?> EndAsync(PromptExecutionSettings settings) => streaming
            ? (await service.GetStreamingChatMessageContentsAsync("count", settings).ToListAsync())
                .Select(piece => piece.Metadata?.GetValueOrDefault("FinishReason")).Last(reason => reason is not null)
            : (await service.GetChatMessageContentAsync("count", settings)).Metadata!["FinishReason"];
    }

    [Fact]
    public async Task A_filter_may_forbid_a_call()
    {
        var room = new Room();
        await using var scripted = new ScriptedKernel(
            ScriptedKernel.CallThenAnswer(ScriptedKernel.Call("Room_switch_light", """{"name": "lamp", "on": true}"""), result => result),
            room);
        scripted.Kernel.AutoFunctionInvocationFilters.Add(new Forbid());
        var answer =
            await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("on", Auto, scripted.Kernel);
        Assert.Empty(room.Switched);
        Assert.Equal("not allowed", answer.Content);
    }

    [Fact]
    public async Task A_required_function_is_called()
    {
        var room = new Room();
        await using var scripted = new ScriptedKernel(
            ScriptedKernel.CallThenAnswer(ScriptedKernel.Call("Room_switch_light", """{"name": "lamp", "on": true}"""), _ => "ok"), room);
        var settings = new QwenPromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Required([scripted.Kernel.Plugins.GetFunction("Room", "switch_light")])
        };
        await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("on", settings, scripted.Kernel);
        Assert.Equal(["lamp True 100"], room.Switched);
    }

    [Fact]
    public async Task A_prompt_function_uses_the_settings()
    {
        await using var scripted = new ScriptedKernel(_ => "Hallo Welt");
        var arguments = new KernelArguments(new QwenPromptExecutionSettings
        {
            StopSequences = [" Welt"],
            ChatSystemPrompt = "German only."
        }) { ["who"] = "world" };
        var result = await scripted.Kernel.InvokePromptAsync("Greet {{$who}}.", arguments);
        Assert.Equal("Hallo", result.ToString());
        Assert.Equal(["German only.", "Greet world."], scripted.Requests.Single().Turns.Select(ScriptedKernel.Describe));
    }

    [Fact]
    public async Task Client_and_service_run_one_model()
    {
        await using var scripted = new ScriptedKernel(_ => "x");
        await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync("hi");
        var client = scripted.Kernel.Services.GetRequiredService<IChatClient>();
        var model = client.GetService<QwenModel>();
        Assert.NotNull(model);
        await client.GetResponseAsync("hi");
        Assert.Same(model, client.GetService<QwenModel>());
    }

    [Fact]
    public async Task A_video_crosses_the_bridge()
    {
        await using var scripted = new ScriptedKernel(_ => "seen");
        ChatHistory history = [];
        history.AddUserMessage([
            new BinaryContent(await TestVideo.CreateAsync(), "video/mp4") { Metadata = new Dictionary<string, object?> { ["nframes"] = 4 } }
        ]);
        var settings = new QwenPromptExecutionSettings { MinPixels = 56 * 56, MaxPixels = 56 * 84 };
        var answer = await scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings);
        var counts = ((UsageDetails)answer.Metadata!["Usage"]!).AdditionalCounts!;
        Assert.Equal(4, counts["video_frames"]);
        Assert.StartsWith("[video ", ScriptedKernel.Describe(scripted.Requests.Single().Turns[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sound_is_refused_by_name()
    {
        await using var scripted = new ScriptedKernel(_ => "x");
        ChatHistory history = [];
        history.AddUserMessage([new AudioContent("ID3 sound"u8.ToArray(), "audio/mpeg")]);
        var error = await Assert.ThrowsAsync<QwenException>(
            () => scripted.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history));
        Assert.Contains("audio/mpeg", error.Message, StringComparison.Ordinal);
    }

    private sealed class Forbid : IAutoFunctionInvocationFilter
    {
        public Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            context.Result = new FunctionResult(context.Function, "not allowed");
            return Task.CompletedTask;
        }
    }
}
