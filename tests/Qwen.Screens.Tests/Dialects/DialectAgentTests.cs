using Microsoft.Extensions.AI;
using Qwen.Screens.Tests.Agent;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Profiles;

namespace Qwen.Screens.Tests.Dialects;

/// <summary>Tasks carried out by models that have a contract of their own.</summary>
public sealed class DialectAgentTests
{
    private static readonly ScreenAgentOptions Quick = new() { StillInterval = TimeSpan.Zero };
    private readonly FakeScreen desktop = new(ScreenKind.Desktop, new PixelSize(1120, 560));

    [Fact]
    public async Task UI_TARS_is_asked_as_it_was_trained_and_moves_the_screen()
    {
        using var client = new ScriptedClient(
            "Thought: The note is open.\nAction: click(start_box='(100,200)')",
            "Thought: Now the text.\nAction: type(content='Hello')", "Thought: Done.\nAction: finished(content='written')");
        var steps = await RunAsync(client, "ui-tars-1.5");
        Assert.Equal([new TapAction(new(100, 200)), new TypeTextAction("Hello")], desktop.Done);
        Assert.Equal((ScreenStop.Succeeded, "written"), (steps[^1].Stop, steps[^1].Reply));

        var first = client.Requests[0].Messages;
        Assert.Equal("You are a helpful assistant.", first[0].Text);
        Assert.StartsWith("You are a GUI agent.", first[1].Text, StringComparison.Ordinal);
        Assert.EndsWith("## User Instruction\nWrite Hello.\n", first[1].Text, StringComparison.Ordinal);
        Assert.IsType<DataContent>(first[1].Contents[^1]);

        // later: the instruction, the answers, the newest picture
        var third = client.Requests[2].Messages;
        Assert.Equal(
            [ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Assistant, ChatRole.User], third.Select(turn => turn.Role));
        Assert.Contains("click(start_box='(100,200)')", third[2].Text, StringComparison.Ordinal);
        Assert.Single(third.SelectMany(turn => turn.Contents).OfType<DataContent>());
        Assert.All(client.Requests, request => Assert.Equal(0, request.Options.Temperature));
    }

    [Fact]
    public async Task Fara_is_told_the_size_it_sees_and_writes_into_a_field_step_by_step()
    {
        using var client = new ScriptedClient(
            Fara("\"type\", \"coordinate\": [560, 280], \"text\": \"Hello\""), Fara("\"terminate\", \"status\": \"success\""));
        var steps = await RunAsync(client, "fara");
        Assert.Equal([new TapAction(new(560, 280)), new TypeTextAction("Hello\n")], desktop.Done);
        Assert.Equal([1, 2, 3], steps.Select(step => step.Number));
        Assert.Equal(2, client.Requests.Count); // one answer for two actions, each judged on its own screen
        var system = client.Requests[0].Messages[0].Text;
        Assert.StartsWith("You are a helpful assistant.\n\nYou are a web automation agent", system, StringComparison.Ordinal);
        Assert.Contains("1120x560", system, StringComparison.Ordinal);
        Assert.DoesNotContain("{width}", system, StringComparison.Ordinal);
        Assert.IsType<DataContent>(client.Requests[0].Messages[1].Contents[0]);
        Assert.Equal("Here is the next screenshot. Think about what to do next.", client.Requests[1].Messages[^1].Text);
    }

    [Fact]
    public async Task What_follows_a_refused_action_is_not_done()
    {
        desktop.Control = _ => new ScreenControl("Delete account", "button");
        using var client = new ScriptedClient(_ => Fara("\"type\", \"coordinate\": [560, 280], \"text\": \"Hello\""));
        await using var screen = new GuardedScreen(desktop, new ScreenGuardOptions());
        var steps = await AgentPromptTests.RunAsync(client, screen, Quick with { Profile = "fara", MaxRefusals = 1 }, "Write Hello.");
        Assert.Equal(ScreenStop.Refused, steps[^1].Stop);
        Assert.Empty(desktop.Done);
    }

    [Fact]
    public async Task Holo_is_asked_for_steps_and_for_places_in_its_own_words()
    {
        var answers = new Queue<string>(
        [
            """{"note": "", "thought": "There.", "action": {"action": "click_element", "element": "it", "x": 10, "y": 20}}""",
            """{"note": "", "thought": "Done.", "action": {"action": "answer", "content": "yes"}}""",
            """{"action": "click_absolute", "x": 30, "y": 40}""",
        ]);
        using var client = new ScriptedClient(_ => answers.Dequeue());
        var steps = await RunAsync(client, "holo1.5");
        Assert.Equal("yes", steps[^1].Reply);
        Assert.Contains("<task>\nWrite Hello.\n</task>", client.Requests[0].Messages[1].Text, StringComparison.Ordinal);
        Assert.Contains("<observation step=2>", client.Requests[1].Messages[^1].Text, StringComparison.Ordinal);

        var (point, problem) = await new ScreenPointer(client, Quick with { Profile = "holo1.5" }).FindAsync(
            await desktop.CaptureAsync(TestContext.Current.CancellationToken), ScreenKind.Desktop, "the button",
            TestContext.Current.CancellationToken);
        Assert.Null(problem);
        Assert.Equal(new ScreenPoint(30, 40), point);
        Assert.StartsWith("Localize an element on the GUI image", client.Requests[2].Messages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_carried_out_is_told_and_asked_again()
    {
        using var client = new ScriptedClient("Action: fly()", "Action: finished(content='x')");
        Assert.Equal(ScreenStop.Succeeded, (await RunAsync(client, "ui-tars-1.5"))[^1].Stop);
        Assert.Contains("There is no action \"fly\"", client.Requests[1].Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_desktops_is_not_let_loose_on_a_phone()
    {
        using var client = new ScriptedClient("never asked");
        await using var screen = new GuardedScreen(new FakeScreen(), AgentPromptTests.Allow());
        var error = await Assert.ThrowsAsync<QwenException>(
            () => AgentPromptTests.RunAsync(client, screen, Quick with { Profile = "fara" }, "Go"));
        Assert.Contains("desktops and browsers only", error.Message, StringComparison.Ordinal);
        Assert.Empty(client.Requests);
        Assert.Contains(
            "There is no profile 'nobody'",
            Assert.Throws<QwenException>(() => new ScreenAgent(client, screen, Quick with { Profile = "nobody" })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_known_contract_can_be_read() => Assert.All(
        QwenProfile.Known.Where(profile => profile.Screens is not null),
        profile => Assert.NotEmpty(Screens.Dialects.Dialect.Find(profile.Screens!.Contract).Words));

    private async Task<List<ScreenStep>> RunAsync(ScriptedClient client, string profile)
    {
        // Enter after a text may send it: a person is asked
        var options = AgentPromptTests.Allow() with { Approve = (_, _) => ValueTask.FromResult(true) };
        await using var screen = new GuardedScreen(desktop, options);
        return await AgentPromptTests.RunAsync(client, screen, Quick with { Profile = profile }, "Write Hello.");
    }

    private static string Fara(string action) =>
        $"I see.\n<tool_call>\n{{\"name\": \"computer_use\", \"arguments\": {{\"action\": {action}}}}}\n</tool_call>";
}
