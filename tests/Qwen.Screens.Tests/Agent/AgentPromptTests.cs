using Microsoft.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Contract;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Agent;

/// <summary>Freezes what is sent: a model acts well only on what it was trained on.</summary>
public class AgentPromptTests
{
    private static readonly ScreenAgentOptions Quick = new() { StillInterval = TimeSpan.Zero };

    [Fact]
    public async Task The_full_form_names_tool_task_history_and_shows_the_newest_screen()
    {
        using var client = new ScriptedClient(
            """{"action": "open", "text": "notes"}""",
            """{"action": "click", "coordinate": [182, 322]}""",
            """{"action": "terminate", "status": "success"}""");
        await using var screen = new GuardedScreen(new FakeScreen(), Allow());
        await RunAsync(client, screen, Quick, "Write \"hi\".");

        var (messages, options) = client.Requests[2];
        Assert.Equal([ChatRole.System, ChatRole.User], messages.Select(message => message.Role));
        var seen = new PixelSize(364, 644);
        Assert.Equal(
            $$"""
            You are a helpful assistant.

            # Tools

            You may call one or more functions to assist with the user query.

            You are provided with function signatures within <tools></tools> XML tags:
            <tools>
            {{ActionContract.Mobile.DescribeTool(seen)}}
            </tools>

            For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
            <tool_call>
            {"name": <function-name>, "arguments": <args-json-object>}
            </tool_call>
            """.ReplaceLineEndings("\n"),
            messages[0].Text);
        Assert.Equal(
            "The user query:  Write \"hi\".\nTask progress (You have done the following operation on the current device): "
            + """Step 1: {"name": "mobile_use", "arguments": {"action": "open", "text": "notes"}}; Step 2: {"name": "mobile_use", "arguments": {"action": "click", "coordinate": [182, 322]}}; """,
            Assert.IsType<TextContent>(messages[1].Contents[0]).Text);
        var picture = Assert.IsType<DataContent>(messages[1].Contents[1]);
        Assert.Equal(2, messages[1].Contents.Count);
        Assert.Equal(seen, ImageDecoder.Decode(picture.Data).Size);
        Assert.Equal(0, options.Temperature);
        Assert.Equal(1.0, options.AdditionalProperties!["repetition_penalty"]);
        Assert.Equal(ActionGrammar.Write(ActionContract.Mobile, seen, thought: false), options.AdditionalProperties["grammar"]);
        Assert.False(options.AdditionalProperties.ContainsKey("shown_tool"));
    }

    [Fact]
    public async Task What_was_mended_in_an_answer_is_told_with_its_step()
    {
        using var client = new ScriptedClient(
            """{"action": "click", "coordinate": ["182", 322]}""",
            """{"action": "terminate", "status": "success"}""");
        await using var screen = new GuardedScreen(new FakeScreen(), Allow());
        var steps = await RunAsync(client, screen, Quick, "Tap it.");
        Assert.Equal("Read coordinates that were written as text.", Assert.Single(steps[0].Notes));
        Assert.Empty(steps[1].Notes);
    }

    [Fact]
    public async Task The_short_form_is_picture_and_instruction()
    {
        using var client = new ScriptedClient(
            """{"action": "click", "coordinate": [182, 322]}""", """{"action": "click", "coordinate": [10, 20]}""");
        var device = new FakeScreen();
        await using var screen = new GuardedScreen(device, Allow());
        var steps = await RunAsync(client, screen, Quick with
        {
            Form = PromptForm.Short
        }, "Tap Settings. Type \"1.5 l. milk\". Scroll down\nPress Back. Tap the search icon.");

        Assert.Equal(ScreenStop.Succeeded, steps[^1].Stop);
        Assert.Equal(
            ["Tap Settings.", "Tap the search icon."],
            client.Requests.Select(request => Assert.IsType<TextContent>(request.Messages[1].Contents[1]).Text));
        Assert.All(client.Requests, request =>
        {
            Assert.Equal("You are a helpful assistant.", request.Messages[0].Text);
            Assert.IsType<DataContent>(request.Messages[1].Contents[0]);
        });
        Assert.Equal(
            ["TapAction", "TypeTextAction", "DragAction", "PressButtonAction", "TapAction"],
            device.Done.Select(action => action.GetType().Name));
        Assert.Equal(new Qwen.Screens.TypeTextAction("1.5 l. milk"), device.Done[1]);
    }

    [Fact]
    public async Task A_click_on_something_is_begun_for_the_model()
    {
        using var client = new ScriptedClient(_ => "182, 322]}}\n</tool_call>");
        await using var screen = new GuardedScreen(new FakeScreen(), new ScreenGuardOptions());
        var (point, problem) =
            await new ScreenAgent(client, screen, Quick).FindAsync("the Save button", TestContext.Current.CancellationToken);

        Assert.Null(problem);
        Assert.Equal(new ScreenPoint(180, 320), point);
        var (messages, options) = Assert.Single(client.Requests);
        Assert.Equal("the Save button", Assert.IsType<TextContent>(messages[1].Contents[1]).Text);
        Assert.Equal(
            "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [",
            options.AdditionalProperties!["assistant_prefix"]);
    }

    [Fact]
    public async Task What_was_wrong_with_an_answer_is_told_and_asked_again()
    {
        using var client = new ScriptedClient(
            "I tap Save.", """{"action": "click", "coordinate": [900, 5]}""", """{"action": "terminate", "status": "failure"}""");
        await using var screen = new GuardedScreen(new FakeScreen(), new ScreenGuardOptions());
        var steps = await RunAsync(client, screen, Quick, "Save");

        Assert.Equal(ScreenStop.GaveUp, Assert.Single(steps).Stop);
        var messages = client.Requests[2].Messages;
        Assert.Equal(6, messages.Count);
        Assert.Equal("I tap Save.", messages[2].Text);
        Assert.Contains("holds no call", messages[3].Text, StringComparison.Ordinal);
        Assert.Contains("x = 900 lies outside the 364 px wide screen.", messages[5].Text, StringComparison.Ordinal);
    }

    internal static ScreenGuardOptions Allow(params string[] apps) =>
        new() { Policy = new ScreenPolicy { Apps = [.. apps.DefaultIfEmpty("notes").Select(app => new AllowedApp(app))] } };

    internal static async Task<List<ScreenStep>> RunAsync(IChatClient client, GuardedScreen screen, ScreenAgentOptions options, string task)
    {
        var steps = new List<ScreenStep>();
        await foreach (var step in new ScreenAgent(client, screen, options).RunAsync(task, TestContext.Current.CancellationToken))
            steps.Add(step);
        return steps;
    }
}
