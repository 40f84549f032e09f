using Qwen.Screens;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Screens.Tests.Agent;

/// <summary>When an agent stops, and what is left behind then.</summary>
public class ScreenAgentTests
{
    private const string Tap = """{"action": "click", "coordinate": [182, 322]}""";
    private static readonly ScreenAgentOptions Quick = new() { StillInterval = TimeSpan.Zero };
    private readonly FakeScreen device = new();

    [Fact]
    public async Task It_streams_every_step_with_pictures_before_and_after()
    {
        using var client = new ScriptedClient(
            "The list is open.\n" + ScriptedClient.Call(Tap), """{"action": "terminate", "status": "success"}""");
        await using var screen = Guard();
        var steps = await AgentPromptTests.RunAsync(client, screen, Quick, "Go");

        Assert.Equal([1, 2], steps.Select(step => step.Number));
        Assert.Equal("The list is open.", steps[0].Thought);
        Assert.Equal(new TapAction(new ScreenPoint(180, 320)), steps[0].Attempt!.Action);
        Assert.Equal(AttemptOutcome.Performed, steps[0].Attempt!.Outcome);
        Assert.NotEqual(steps[0].Before.Png, steps[0].After!.Png);
        Assert.True(steps[0].After!.Png.Span.SequenceEqual(steps[1].Before.Png.Span));
        using var drawn = SKBitmap.Decode(steps[0].DrawBefore());
        using var plain = SKBitmap.Decode(steps[0].Before.Png.Span);
        Assert.NotEqual(plain.GetPixel(180 + 15, 320), drawn.GetPixel(180 + 15, 320));
        Assert.Equal(plain.GetPixel(20, 20), drawn.GetPixel(20, 20));
        Assert.Null(steps[0].Stop);
        Assert.Equal(ScreenStop.Succeeded, steps[1].Stop);
    }

    [Fact]
    public async Task It_stops_at_the_same_action_on_the_same_screen_for_the_third_time()
    {
        device.Changes = false;
        using var client = new ScriptedClient(_ => ScriptedClient.Call(Tap));
        Assert.Equal(ScreenStop.NoProgress, await StopAsync(client));
        Assert.Equal(2, device.Done.Count);
    }

    [Fact]
    public async Task It_goes_on_where_the_screen_changes_and_stops_at_the_step_limit()
    {
        using var client = new ScriptedClient(_ => ScriptedClient.Call(Tap));
        Assert.Equal(ScreenStop.StepLimit, await StopAsync(client, Quick with { MaxSteps = 5 }));
        Assert.Equal(5, device.Done.Count);
    }

    [Fact]
    public async Task It_stops_when_its_time_is_over()
    {
        using var client = new ScriptedClient(_ => ScriptedClient.Call(Tap));
        Assert.Equal(ScreenStop.TimeLimit, await StopAsync(client, Quick with { MaxTime = TimeSpan.Zero }));
        Assert.Empty(device.Done);
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task A_clock_that_is_set_meanwhile_ends_no_task_and_lengthens_none(int days)
    {
        device.Changes = true;
        var clock = new JumpingClock(TimeSpan.FromDays(days));
        using var client = new ScriptedClient(_ => ScriptedClient.Call(Tap));
        var hours = Quick with { Clock = clock, MaxTime = TimeSpan.FromHours(10), MaxSteps = 5 };
        Assert.Equal(ScreenStop.StepLimit, await StopAsync(client, hours));
        Assert.Equal(ScreenStop.TimeLimit, await StopAsync(client, hours with { MaxTime = TimeSpan.Zero }));
    }

    [Fact]
    public async Task It_stops_before_a_protected_screen_without_showing_it()
    {
        device.React = (screen, _) => screen.IsProtected = true;
        using var client = new ScriptedClient(_ => ScriptedClient.Call(Tap));
        Assert.Equal(ScreenStop.ProtectedScreen, await StopAsync(client));
        Assert.Single(client.Requests);
    }

    [Fact]
    public async Task It_tells_a_refusal_to_the_model_and_stops_after_too_many()
    {
        using var client = new ScriptedClient(_ => ScriptedClient.Call($$"""{"action": "open", "text": "bank{{device.Done.Count}}"}"""));
        device.Changes = true;
        Assert.Equal(ScreenStop.Refused, await StopAsync(client, Quick with { MaxRefusals = 2 }));
        Assert.Empty(device.Done);
        Assert.EndsWith(
            "was not carried out: \"bank0\" is neither an app nor an address that is allowed.",
            client.Requests[1].Messages[1].Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stops_when_answers_stay_unreadable()
    {
        using var client = new ScriptedClient(_ => "Hm.");
        Assert.Equal(ScreenStop.Unreadable, await StopAsync(client));
        Assert.Equal(3, client.Requests.Count);
    }

    [Fact]
    public async Task An_answer_in_words_goes_on()
    {
        using var client = new ScriptedClient(
            """{"action": "answer", "text": "7 o'clock"}""", """{"action": "terminate", "status": "success"}""");
        await using var screen = Guard();
        var steps = await AgentPromptTests.RunAsync(client, screen, Quick, "What time is it?");
        Assert.Equal("7 o'clock", steps[0].Reply);
        Assert.Equal(ScreenStop.Succeeded, steps[1].Stop);
    }

    [Fact]
    public async Task An_empty_task_is_refused()
    {
        using var client = new ScriptedClient(Tap);
        await using var screen = Guard();
        await Assert.ThrowsAsync<QwenException>(() => AgentPromptTests.RunAsync(client, screen, Quick, " "));
        await Assert.ThrowsAsync<QwenException>(
            () => AgentPromptTests.RunAsync(client, screen, Quick with { Form = PromptForm.Short }, " . "));
    }

    [Fact]
    public async Task The_emergency_stop_ends_a_task_at_any_moment_and_for_good()
    {
        using var stop = new CancellationTokenSource();
        device.ActionTime = TimeSpan.FromMinutes(1);
        using var client = new ScriptedClient(_ =>
        {
            stop.CancelAfter(30);
            return ScriptedClient.Call(Tap);
        });
        await using var screen = Guard(new ScreenGuardOptions { Policy = AgentPromptTests.Allow().Policy, EmergencyStop = stop.Token });
        var steps = await AgentPromptTests.RunAsync(client, screen, Quick, "Go");

        Assert.Equal(ScreenStop.EmergencyStop, steps[^1].Stop);
        Assert.Equal(AttemptOutcome.Stopped, steps[^1].Attempt!.Outcome);
        Assert.Equal((0, 0), (device.Held, device.Done.Count));
        Assert.Equal(ScreenStop.EmergencyStop, (await AgentPromptTests.RunAsync(client, screen, Quick, "Go"))[^1].Stop);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(29)]
    [InlineData(47)]
    public async Task Cancelled_at_any_moment_nothing_stays_down(int milliseconds)
    {
        device.ActionTime = TimeSpan.FromMilliseconds(20);
        using var client = new ScriptedClient(_ => ScriptedClient.Call(Tap));
        await using var screen = Guard();
        using var cancel = new CancellationTokenSource();
        cancel.CancelAfter(milliseconds);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in new ScreenAgent(client, screen, Quick with { MaxSteps = 10_000 }).RunAsync("Go", cancel.Token))
                Assert.Null(step.Stop);
        });
        Assert.Equal(0, device.Held);
    }

    private async Task<ScreenStop?> StopAsync(ScriptedClient client, ScreenAgentOptions? options = null)
    {
        await using var screen = Guard();
        var steps = await AgentPromptTests.RunAsync(client, screen, options ?? Quick, "Go");
        Assert.All(steps.SkipLast(1), step => Assert.Null(step.Stop));
        Assert.NotNull(steps[^1].StopReason);
        return steps[^1].Stop;
    }

    private GuardedScreen Guard(ScreenGuardOptions? options = null) => new(device, options ?? AgentPromptTests.Allow());
}
