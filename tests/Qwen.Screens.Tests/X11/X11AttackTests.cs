using System.Diagnostics;
using Qwen.Screens;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Tests.X11;

/// <summary>A real desktop on which something else comes to the front between looking and acting, or in the middle of a text.</summary>
public sealed class X11AttackTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_click_that_was_approved_does_not_go_to_a_window_that_came_over_it()
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var device = await OpenAsync(display);
        var dialog = await ShowAsync(display, device, "zenity", "--info", "--text=A", "--width=600", "--height=400");
        var times = 0;
        Process? over = null;
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = new ScreenPolicy { Apps = [new AllowedApp("zenity")] },
            Approve = async (_, _) =>
            {
                if (times++ > 0)
                    return false;
                over = await ShowAsync(display, device, "zenity", "--list", "--column=B", "--width=700", "--height=500", "C", "D");
                return true;
            },
        });
        var attempt = await screen.AttemptAsync(new TapAction(new(400, 300)), Cancellation);
        Assert.Equal((AttemptOutcome.Declined, 2), (attempt.Outcome, times));
        Assert.False(dialog.HasExited || over!.HasExited);
    }

    [Fact]
    public async Task A_secret_does_not_go_to_an_app_that_came_to_the_front_meanwhile()
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var device = await OpenAsync(display);
        await ShowAsync(display, device, "zenity", "--entry", "--text=Password");
        var other = CopyOf("zenity");
        try
        {
            Process? over = null;
            await using var screen = new GuardedScreen(device, new ScreenGuardOptions
            {
                Policy = new ScreenPolicy { Apps = [new AllowedApp("zenity")] },
                Secrets = new SlowSource(async () => over ??= await ShowAsync(display, device, other, "--entry", "--text=Other")),
            });
            var attempt = await screen.AttemptAsync(new TypeTextAction("{{secret:bank}}"), Cancellation);
            Assert.Equal(AttemptOutcome.Denied, attempt.Outcome);
            Assert.Equal("", await ConfirmAsync(device, over!));
        }
        finally
        {
            File.Delete(other);
        }
    }

    [Fact]
    public async Task A_text_stops_where_another_window_comes_to_the_front()
    {
        using var display = await VirtualDisplay.StartAsync();
        await using var device = await OpenAsync(display);
        await ShowAsync(display, device, "zenity", "--text-info", "--editable", "--width=300", "--height=200");
        await using var typing = await OpenAsync(display);

        // without an end of its own: it takes a quarter of an hour
        var typed = typing.PerformAsync(new TypeTextAction(new string('x', 100_000)), Cancellation);
        var over = await ShowAsync(display, device, "zenity", "--entry", "--text=Other");
        var error = await Assert.ThrowsAsync<QwenException>(() => typed);
        Assert.Contains("Another window came to the front", error.Message, StringComparison.Ordinal);
        var arrived = await ConfirmAsync(device, over);
        Assert.True(arrived.Length <= 2 * 24, $"{arrived.Length} characters arrived in the other window.");
    }

    private static Task<X11Screen> OpenAsync(VirtualDisplay display) =>
        X11Screen.OpenAsync(new X11ScreenOptions { Display = display.Name }, Cancellation);

    // started, and in front
    private static async Task<Process> ShowAsync(VirtualDisplay display, X11Screen device, string program, params string[] arguments)
    {
        var title = $"--title={Guid.NewGuid():N}";
        var process = display.Run(program, [.. arguments, title]);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1);)
        {
            var shot = await device.CaptureStillAsync(
                TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), cancellationToken: Cancellation);
            if (title.EndsWith($"={shot.Place?.Title}", StringComparison.Ordinal))
                return process;
        }

        throw new InvalidOperationException($"{program} never came to the front.");
    }

    private static async Task<string> ConfirmAsync(X11Screen device, Process entry)
    {
        await device.PerformAsync(new PressKeysAction(["enter"]), Cancellation);
        return (await entry.StandardOutput.ReadToEndAsync(Cancellation)).TrimEnd('\n');
    }

    // the same program under a name that is not allowed
    private static string CopyOf(string program)
    {
        var path = Path.Combine(Path.GetTempPath(), $"evil{Guid.NewGuid():N}"[..15]);
        File.Copy($"/usr/bin/{program}", path);
        return path;
    }

    private sealed class SlowSource(Func<Task> meanwhile) : ISecretSource
    {
        public async ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default)
        {
            await meanwhile();
            return new SecretText("horse");
        }
    }
}
