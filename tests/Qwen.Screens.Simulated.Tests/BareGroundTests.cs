using Qwen.Screens;
using Qwen.Screens.Simulated;

namespace Qwen.Screens.Simulated.Tests;

/// <summary>What the simulated screens say of places where nothing can be touched, and what can be opened on them.</summary>
public sealed class BareGroundTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static GuardedScreen Guard(IScreen screen) => new(screen, new ScreenGuardOptions
    {
        Policy = new ScreenPolicy
        {
            Apps = [new("desktop"), new("files", "Files"), new("editor", "Editor"), new("app.launcher")],
            Unasked = Enum.GetValues<ScreenRisk>().Max(),
        },
    });

    [Fact]
    public async Task A_click_on_an_empty_desktop_hits_nothing()
    {
        await using var screen = Guard(new SimulatedDesktop());
        foreach (var point in new ScreenPoint[] { new(410, 164), new(700, 400), new(410, 164) })
        {
            var attempt = await screen.AttemptAsync(new TapAction(point), Cancellation);
            Assert.Equal($"No control stands at ({point.X}, {point.Y}). Nothing changed.", attempt.Reason);
        }
    }

    [Fact]
    public async Task A_tap_on_a_bare_launcher_hits_nothing()
    {
        await using var phone = new SimulatedPhone();
        await using var screen = Guard(phone);
        var shot = await screen.CaptureAsync(Cancellation);
        var bare = await FindAsync(phone, shot, control => control is null or { IsPassive: true });
        var attempt = await screen.AttemptAsync(new TapAction(bare), Cancellation);
        Assert.EndsWith("Nothing changed.", attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_click_on_an_icon_hits_it()
    {
        await using var screen = Guard(new SimulatedDesktop());
        var attempt = await screen.AttemptAsync(new TapAction(new ScreenPoint(59, 50)), Cancellation);
        Assert.Equal((AttemptOutcome.Performed, "Files", null), (attempt.Outcome, attempt.Label, attempt.Reason));
    }

    [Fact]
    public async Task A_click_beside_a_menu_that_closes_it_is_no_miss()
    {
        await using var screen = Guard(new SimulatedDesktop());
        await screen.AttemptAsync(new OpenAction("Editor"), Cancellation);
        var shot = await screen.CaptureAsync(Cancellation);
        var menu = await FindAsync(screen, shot, control => control?.Label == "File");
        Assert.Equal("File", (await screen.AttemptAsync(new TapAction(menu), Cancellation)).Label);
        var attempt = await screen.AttemptAsync(new TapAction(new ScreenPoint(60, 500)), Cancellation);
        Assert.Equal((AttemptOutcome.Performed, null), (attempt.Outcome, attempt.Reason));
    }

    [Theory]
    [InlineData("Files", "files")]
    [InlineData("Editor", "editor")]
    public async Task Apps_of_the_desktop_can_be_opened(string name, string id)
    {
        await using var screen = Guard(new SimulatedDesktop());
        var attempt = await screen.AttemptAsync(new OpenAction(name), Cancellation);
        Assert.Equal((AttemptOutcome.Performed, id), (attempt.Outcome, attempt.After?.Place?.App));
    }

    // the middle of the first place on a grid of which the screen says so
    private static async Task<ScreenPoint> FindAsync(IScreen screen, ScreenShot shot, Func<ScreenControl?, bool> condition)
    {
        for (var y = shot.Size.Height - 60; y > 0; y -= 7)
        {
            for (var x = 20; x < shot.Size.Width; x += 7)
            {
                if (condition(await screen.FindControlAsync(new ScreenPoint(x, y), Cancellation)))
                    return new ScreenPoint(x, y);
            }
        }

        throw new InvalidOperationException("There is no such place.");
    }
}
