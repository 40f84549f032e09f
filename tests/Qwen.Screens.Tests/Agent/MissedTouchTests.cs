using Qwen.Screens;
using SkiaSharp;

namespace Qwen.Screens.Tests.Agent;

/// <summary>A touch that the screen knows to have hit nothing is no success, whoever asked for it.</summary>
public class MissedTouchTests
{
    private const string Tap = """{"action": "click", "coordinate": [182, 322]}""";
    private static readonly ScreenAgentOptions Short = new() { StillInterval = TimeSpan.Zero, Form = PromptForm.Short };
    private static readonly ScreenControl Heading = new("Notes", "text") { IsPassive = true };
    private readonly FakeScreen device = new() { Changes = false, Colour = SKColors.Teal };

    public static TheoryData<ScreenKind> Kinds => [ScreenKind.Phone, ScreenKind.Desktop];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_instruction_that_touches_nothing_ends_the_task(ScreenKind kind)
    {
        var (stop, reason) = await RunAsync(_ => null, "Tap Files.", kind: kind);
        Assert.Equal(ScreenStop.NoProgress, stop);
        Assert.Equal("“Tap Files.” found nothing to touch. No control stands at (180, 320). Nothing changed.", reason);
    }

    [Fact]
    public async Task What_is_only_read_is_no_control() =>
        Assert.Equal(ScreenStop.NoProgress, (await RunAsync(_ => Heading, "Tap Notes.")).Stop);

    [Fact]
    public async Task A_dry_run_tells_it_too()
    {
        var (stop, reason) = await RunAsync(_ => null, "Tap Files.", guard => guard with { DryRun = true });
        Assert.Equal(ScreenStop.NoProgress, stop);
        Assert.EndsWith("No control stands at (180, 320).", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_the_screen_was_touched_whatever_the_device_calls_it()
    {
        device.React = (screen, _) => screen.Colour = SKColors.White;
        Assert.Equal(ScreenStop.Succeeded, (await RunAsync(_ => null, "Tap Files.")).Stop);
    }

    [Fact]
    public async Task What_opens_another_place_was_touched()
    {
        device.React = (screen, _) => screen.Place = new ScreenPlace("notes", Title: "New note");
        Assert.Equal(ScreenStop.Succeeded, (await RunAsync(_ => null, "Tap Files.")).Stop);
    }

    [Fact]
    public async Task Where_the_device_cannot_tell_nothing_is_claimed()
    {
        var capabilities = device.Capabilities with { KnowsControls = false };
        var blind = new FakeScreen { Changes = false, Colour = SKColors.Teal, Capabilities = capabilities };
        Assert.Equal(ScreenStop.Succeeded, (await RunAsync(_ => null, "Tap Files.", screen: blind)).Stop);
        Assert.Equal(ScreenStop.Succeeded, (await RunAsync(_ => new ScreenControl("", "unknown"), "Tap Files.")).Stop);
    }

    [Theory]
    [InlineData("Tap Files.", "Files", false)]
    [InlineData("Tap the Save button.", "Save", false)]
    [InlineData("Tap New note.", "Note, new", false)]
    [InlineData("Tap the icon.", "Settings", false)]
    [InlineData("Tap Editor.", "Files", true)]
    [InlineData("Tap the Save button.", "Cancel", true)]
    public async Task Another_name_than_the_instruction_calls_is_told(string task, string label, bool told)
    {
        var (stop, reason) = await RunAsync(_ => new ScreenControl(label, "button"), task);
        Assert.Equal(ScreenStop.Succeeded, stop);
        Assert.Equal("All instructions were carried out." + (told ? $" But “{task}” touched \"{label}\"." : ""), reason);
    }

    [Fact]
    public async Task A_model_that_does_whole_tasks_is_told_and_goes_on()
    {
        device.Control = _ => null;
        using var client = new ScriptedClient(
            ScriptedClient.Call(Tap), ScriptedClient.Call("""{"action": "terminate", "status": "success"}"""));
        await using var screen = Guard(device);
        var steps = await AgentPromptTests.RunAsync(client, screen, Short with { Form = PromptForm.Full }, "Go");
        Assert.Null(steps[0].Stop);
        Assert.Contains("No control stands at (180, 320). Nothing changed.", client.Requests[1].Messages[1].Text, StringComparison.Ordinal);
    }

    private async Task<(ScreenStop? Stop, string? Reason)> RunAsync(
        Func<ScreenPoint, ScreenControl?> control, string task, Func<ScreenGuardOptions, ScreenGuardOptions>? change = null,
        FakeScreen? screen = null, ScreenKind kind = ScreenKind.Phone)
    {
        screen ??= kind == ScreenKind.Phone ? device : new FakeScreen(kind) { Changes = false, Colour = SKColors.Teal };
        screen.Control = control;
        using var client = new ScriptedClient(_ => ScriptedClient.Call(Tap));
        await using var guarded = Guard(screen, change);
        var steps = await AgentPromptTests.RunAsync(client, guarded, Short, task);
        return (steps[^1].Stop, steps[^1].StopReason);
    }

    private static GuardedScreen Guard(FakeScreen screen, Func<ScreenGuardOptions, ScreenGuardOptions>? change = null)
    {
        var options = new ScreenGuardOptions
        {
            Policy = new ScreenPolicy { Apps = [new AllowedApp("notes")], Unasked = Enum.GetValues<ScreenRisk>().Max() },
        };
        return new GuardedScreen(screen, change?.Invoke(options) ?? options);
    }
}
