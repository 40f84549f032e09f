using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Tests.Client;

#pragma warning disable MEAI001 // pictures that are made are under evaluation there
public class FunctionTests
{
    private record Place(string City, int Floor);

    [Fact]
    public async Task A_function_without_parameters_is_called_and_its_result_read()
    {
        var calls = 0;
        var secret = AIFunctionFactory.Create(() => { calls++; return 42; }, "get_number");
        using var client = await CreateInvokingAsync(Call("get_number", "{}"), result => $"It is {result}.");
        var response = await client.GetResponseAsync("Which number?", new ChatOptions { Tools = [secret] });
        Assert.Equal((1, "It is 42."), (calls, response.Text));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], response.Messages.Select(message => message.Role));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parameters_of_every_kind_arrive_in_both_modes(bool streaming)
    {
        List<string> seen = [];
        var function = AIFunctionFactory.Create(
            (string text, int count, double? share, Place place, Place[] route, DayOfWeek day = DayOfWeek.Friday) =>
            {
                seen.Add($"{text} {count} {share} {place.City} {place.Floor} {string.Join('+', route.Select(stop => stop.City))} {day}");
                return "done";
            },
            "travel");
        const string Arguments =
            """{"text": "zu \"dir\"", "count": 3, "share": null, "place": {"city": "Köln", "floor": 2}, "route": [{"city": "Bonn", "floor": 0}, {"city": "Trier", "floor": 1}]}""";
        using var client = await CreateInvokingAsync(Call("travel", Arguments), result => result);
        var options = new ChatOptions { Tools = [function] };
        var response = streaming
            ? await client.GetStreamingResponseAsync("go", options).ToChatResponseAsync()
            : await client.GetResponseAsync("go", options);
        Assert.Equal("done", response.Text);
        Assert.Equal(["zu \"dir\" 3  Köln 2 Bonn+Trier Friday"], seen);
    }

    [Fact]
    public async Task Two_calls_in_one_answer_both_run()
    {
        var function = AIFunctionFactory.Create((string city) => $"{city}: sun", "weather");
        using var client = await CreateInvokingAsync(
            $"{Call("weather", """{"city": "A"}""")}\n{Call("weather", """{"city": "B"}""")}", result => result);
        var response = await client.GetResponseAsync("weather?", new ChatOptions { Tools = [function] });
        Assert.Equal("A: sun|B: sun", response.Text);
    }

    [Fact]
    public async Task Text_before_a_call_is_kept_beside_it()
    {
        var function = AIFunctionFactory.Create(() => "x", "f");
        using var client = await DemoModel.CreateScriptedAsync($"Let me see.\n{Call("f", "{}")}");
        var response = await client.GetStreamingResponseAsync("?", new ChatOptions { Tools = [function] }).ToChatResponseAsync();
        Assert.Equal("Let me see.", response.Text);
        Assert.Equal(2, response.Messages.Single().Contents.Count);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task Without_tools_or_with_mode_none_nothing_is_parsed_and_nothing_shown()
    {
        var function = AIFunctionFactory.Create(() => "x", "f");
        using var client = await DemoModel.CreateScriptedAsync(Call("f", "{}"));
        var plain = await client.GetResponseAsync("?");
        var none = await client.GetResponseAsync("?", new ChatOptions { Tools = [function], ToolMode = ChatToolMode.None });
        Assert.Equal(Call("f", "{}"), plain.Text);
        Assert.Equal((plain.Text, plain.Usage!.InputTokenCount), (none.Text, none.Usage!.InputTokenCount));
        var shown = await client.GetResponseAsync("?", new ChatOptions { Tools = [function] });
        Assert.True(shown.Usage!.InputTokenCount > plain.Usage.InputTokenCount);
    }

    [Fact]
    public async Task A_call_cut_by_the_limit_is_reported_and_does_not_run()
    {
        var ran = false;
        var function = AIFunctionFactory.Create((string text = "") => { ran = true; }, "send");
        using var inner = await DemoModel.CreateScriptedAsync(Call("send", """{"text": "a long letter"}"""));
        using var client = inner.AsBuilder().UseFunctionInvocation().Build();
        var response = await client.GetResponseAsync("send", new ChatOptions { Tools = [function], MaxOutputTokens = 25 });
        Assert.False(ran);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.NotNull(Assert.Single(response.Messages.Single().Contents.OfType<FunctionCallContent>()).Exception);
    }

    [Fact]
    public async Task A_screenshot_that_a_tool_returns_is_seen()
    {
        var screenshot = AIFunctionFactory.Create(
            [Description("Takes a picture")] () => new DataContent(Pictures.Encode(112, 84), "image/png"), "screenshot");
        using var client = await CreateInvokingAsync(Call("screenshot", "{}"), result => result);
        var response = await client.GetResponseAsync("look", new ChatOptions { Tools = [screenshot] });
        Assert.Equal("[112×84]", response.Text);
        Assert.Equal(4 * 3, response.Usage!.AdditionalCounts!["vision_tokens"]);
    }

    [Fact]
    public async Task A_risky_function_waits_for_approval()
    {
        var ran = false;
        var risky = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => { ran = true; return "gone"; }, "delete"));
        using var client = await CreateInvokingAsync(Call("delete", "{}"), result => result);
        var options = new ChatOptions { Tools = [risky] };
        List<ChatMessage> history = [new(ChatRole.User, "delete it")];
        var asked = await client.GetResponseAsync(history, options);
        Assert.False(ran);
        var request = Assert.Single(asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        history.AddMessages(asked);
        history.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(true)]));
        Assert.Equal("gone", (await client.GetResponseAsync(history, options)).Text);
        Assert.True(ran);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_conversation_goes_on_after_an_approval(bool approved)
    {
        var risky = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => "gone", "delete"));
        using var client = await CreateInvokingAsync(Call("delete", "{}"), result => result);
        var options = new ChatOptions { Tools = [risky] };
        List<ChatMessage> history = [new(ChatRole.User, "delete it")];
        var asked = await client.GetResponseAsync(history, options);
        history.AddMessages(asked);
        var request = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        history.Add(new ChatMessage(ChatRole.User, [request.CreateResponse(approved)]));
        history.AddMessages(await client.GetResponseAsync(history, options));
        history.Add(new ChatMessage(ChatRole.User, "and now?"));
        history.AddMessages(await client.GetResponseAsync(history, new ChatOptions()));

        // also by a client that knows nothing of approvals, and after the history was stored
        using var plain = await DemoModel.CreateScriptedAsync(
            request => $"{request.Turns.Count(turn => turn.Role == ChatTurnRole.Tool)} result");
        Assert.Equal("1 result", (await plain.GetResponseAsync(history)).Text);
        var stored = JsonSerializer.Serialize(history, AIJsonUtilities.DefaultOptions);
        var again = JsonSerializer.Deserialize<List<ChatMessage>>(stored, AIJsonUtilities.DefaultOptions)!;
        Assert.Equal("1 result", (await plain.GetResponseAsync(again)).Text);
    }

    [Fact]
    public async Task A_conversation_goes_on_after_a_picture_was_made()
    {
        using var generator = new PictureGenerator();
        using var inner = await DemoModel.CreateScriptedAsync(request => request.Turns[^1].Role == ChatTurnRole.Tool
            ? Describe(request)
            : request.Turns.Count == 1 ? Call("GenerateImage", """{"prompt": "a cat"}""") : "next");
        using var client = inner.AsBuilder().UseImageGeneration(generator).UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [new HostedImageGenerationTool()] };
        List<ChatMessage> history = [new(ChatRole.User, "draw a cat")];
        history.AddMessages(await client.GetResponseAsync(history, options));
        history.Add(new ChatMessage(ChatRole.User, "and now?"));
        Assert.Equal("next", (await client.GetResponseAsync(history, options)).Text);

        // without the middleware the model sees what was made
        var plain = await inner.GetResponseAsync(history);
        Assert.Equal("next", plain.Text);
        Assert.Equal(4 * 3, plain.Usage!.AdditionalCounts!["vision_tokens"]);
    }

    [Fact]
    public async Task A_picture_in_the_json_of_a_server_is_seen()
    {
        var result = Path.Combine(Goldens.Folder, "..", "field", "tool-result-mcp-image", "result.json");
        var json = File.Exists(result)
            ? await File.ReadAllTextAsync(result)
            : """
            {"content":[{"type":"text","text":"shot"},
            {"type":"image","data":"<base64 of models/demo/cases/box-00.png>","mimeType":"image/png"}],"isError":false}
            """;
        var picture = await File.ReadAllBytesAsync(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "box-00.png"));
        var filled = json.Replace(
            "<base64 of models/demo/cases/box-00.png>", Convert.ToBase64String(picture), StringComparison.Ordinal);
        using var client = await DemoModel.CreateScriptedAsync("seen");
        var response = await client.GetResponseAsync(
        [
            new(ChatRole.User, "look"), new(ChatRole.Assistant, [new FunctionCallContent("1", "shoot")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", JsonElement.Parse(filled))]),
        ]);
        Assert.Equal(42, response.Usage!.AdditionalCounts!["vision_tokens"]);
        Assert.True(response.Usage.InputTokenCount < 200, $"{response.Usage.InputTokenCount} tokens");
    }

    private static string Call(string name, string arguments) =>
        $"<tool_call>\n{{\"name\": \"{name}\", \"arguments\": {arguments}}}\n</tool_call>";

    // first the call; once there are results, the answer made of them
    private static async Task<IChatClient> CreateInvokingAsync(string call, Func<string, string> answer)
    {
        var client = await DemoModel.CreateScriptedAsync(
            request => request.Turns[^1].Role == ChatTurnRole.Tool ? answer(Describe(request)) : call);
        return client.AsBuilder().UseFunctionInvocation().Build();
    }

    private static string Describe(GenerationRequest request) =>
        string.Join(
            '|', request.Turns[^1].Parts.Cast<ToolResultPart>().Select(result => string.Concat(result.Content.Select(part => part switch
            {
                TextPart text => text.Text,
                MediaPart media => $"[{media.Vision.ModelSize}]",
                _ => "?",
            }))));
}
