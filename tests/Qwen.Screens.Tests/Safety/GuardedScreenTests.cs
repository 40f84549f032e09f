using System.Text.Json;
using Qwen.Screens;
using Qwen.Testing;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Screens.Tests.Safety;

public sealed class GuardedScreenTests : IDisposable
{
    private static readonly ScreenPoint Middle = new(180, 320);
    private static readonly ScreenPolicy Notes = new() { Apps = [new AllowedApp("notes", "Notes")] };
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-audit").FullName;
    private readonly FakeScreen device = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_is_allowed_is_done_and_what_is_not_is_told()
    {
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes });
        var tap = await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Performed, true), (tap.Outcome, tap.IsInside));
        device.Place = new ScreenPlace("bank");
        var denied = await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken);
        Assert.Equal(AttemptOutcome.Denied, denied.Outcome);
        Assert.Contains("The app bank is not allowed", denied.Reason, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(new Tap(Middle), TestContext.Current.CancellationToken));
        Assert.Contains("was not carried out", error.Message, StringComparison.Ordinal);
        Assert.Equal([new Tap(Middle)], device.Done);
    }

    [Fact]
    public async Task Where_an_action_leads_is_looked_at_again()
    {
        device.React = (screen, _) => screen.Place = new ScreenPlace(null, new Uri("https://evil.test/"));
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes });
        var attempt = await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Performed, false), (attempt.Outcome, attempt.IsInside));
        Assert.Contains("nothing but leaving", attempt.Reason, StringComparison.Ordinal);
        Assert.Equal(AttemptOutcome.Denied, (await screen.AttemptAsync(new TypeText("x"), TestContext.Current.CancellationToken)).Outcome);
    }

    [Theory]
    [InlineData(null, AttemptOutcome.Declined)]
    [InlineData(false, AttemptOutcome.Declined)]
    [InlineData(true, AttemptOutcome.Performed)]
    public async Task What_cannot_be_taken_back_needs_approval(bool? answer, AttemptOutcome outcome)
    {
        device.Control = _ => new ScreenControl("Pay $5", "button");
        ApprovalRequest? asked = null;
        var options = new ScreenGuardOptions { Policy = Notes };
        if (answer is { } given)
        {
            options = options with
            {
                Approve = (request, _) =>
                {
                    asked = request;
                    return ValueTask.FromResult(given);
                },
            };
        }

        await using var screen = new GuardedScreen(device, options);
        var attempt = await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((outcome, ScreenRisk.Pay, "Pay $5"), (attempt.Outcome, attempt.Risk, attempt.Label));
        Assert.Equal(answer is true ? 1 : 0, device.Done.Count);
        if (asked is not null)
            Assert.Equal((new Tap(Middle), ScreenRisk.Pay, "Pay $5"), ((Tap)asked.Action, asked.Risk, asked.Label));
    }

    [Fact]
    public async Task A_screen_that_changes_while_a_person_decides_is_not_touched()
    {
        device.Control = _ => new ScreenControl("OK", "button");
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = Notes,
            Approve = (_, _) =>
            {
                device.Control = _ => new ScreenControl("Pay", "button");
                return ValueTask.FromResult(true);
            },
        });
        var attempt = await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken);
        Assert.Equal(AttemptOutcome.Declined, attempt.Outcome);
        Assert.Contains("changed while approval was awaited", attempt.Reason, StringComparison.Ordinal);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task A_dry_run_judges_and_does_nothing()
    {
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, DryRun = true });
        Assert.Equal(AttemptOutcome.DryRun, (await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(AttemptOutcome.Denied, (await screen.AttemptAsync(new Open("bank"), TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task A_screen_that_hides_itself_is_only_left()
    {
        device.IsProtected = true;
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes });
        Assert.Equal(AttemptOutcome.Denied, (await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(AttemptOutcome.Performed, (await screen.AttemptAsync(new PressButton(SystemButton.Home), TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Secrets_reach_the_device_and_nothing_else()
    {
        const string secret = "correct horse";
        var audit = Path.Combine(folder, "audit.jsonl");
        device.Control = point => new ScreenControl("Password", "text field", IsSecret: true) { Bounds = (100, 300, 260, 340) };
        using (var file = new FileScreenAudit(audit, Path.Combine(folder, "pictures")))
        {
            await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Audit = file, Secrets = new Safe(secret) });
            await screen.PerformAsync(new Tap(Middle), TestContext.Current.CancellationToken);
            var plain = await screen.CaptureAsync(TestContext.Current.CancellationToken);
            var typed = await screen.AttemptAsync(new TypeText("{{secret:mail}}"), TestContext.Current.CancellationToken);
            Assert.Equal(new TypeText("{{secret:mail}}"), typed.Action);
            var masked = await screen.CaptureAsync(TestContext.Current.CancellationToken);
            Assert.Equal(SKColors.Gray, Colour(masked, 180, 320));
            Assert.Equal(SKColors.Gray, Colour(typed.After!, 180, 320));
            Assert.NotEqual(SKColors.Gray, Colour(plain, 180, 320));
            Assert.NotEqual(SKColors.Gray, Colour(masked, 20, 20));

            // what was typed may have moved: nothing is shown
            await screen.PerformAsync(new Scroll(Middle, 0, 50), TestContext.Current.CancellationToken);
            Assert.Equal(SKColors.Gray, Colour(await screen.CaptureAsync(TestContext.Current.CancellationToken), 20, 20));

            Assert.Equal(AttemptOutcome.Denied, (await screen.AttemptAsync(new TypeText("{{secret:other}}"), TestContext.Current.CancellationToken)).Outcome);
            device.Place = new ScreenPlace("bank");
            Assert.Equal(AttemptOutcome.Denied, (await screen.AttemptAsync(new TypeText("{{secret:mail}}"), TestContext.Current.CancellationToken)).Outcome);
        }

        Assert.Contains(new TypeText(secret), device.Done);
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(audit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("{{secret:mail}}", await File.ReadAllTextAsync(audit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_nobody_knows_hides_the_whole_picture()
    {
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Secrets = new Safe("x") });
        await screen.PerformAsync(new TypeText("{{secret:mail}}"), TestContext.Current.CancellationToken);
        Assert.Equal(SKColors.Gray, Colour(await screen.CaptureAsync(TestContext.Current.CancellationToken), 20, 20));
    }

    [Fact]
    public async Task Every_attempt_is_a_line_of_the_record_and_pictures_are_kept_only_where_asked()
    {
        var path = Path.Combine(folder, "audit.jsonl");
        for (var run = 0; run < 2; run++)
        {
            using var audit = new FileScreenAudit(path, run == 0 ? null : Path.Combine(folder, "pictures"));
            await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Audit = audit });
            await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken);
            await screen.AttemptAsync(new Open("bank"), TestContext.Current.CancellationToken);
            using var cancelled = new CancellationTokenSource();
            device.ActionTime = TimeSpan.FromMinutes(1);
            cancelled.CancelAfter(20);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => screen.AttemptAsync(new Tap(Middle), cancelled.Token));
            device.ActionTime = TimeSpan.Zero;
            if (run == 0)
                Assert.Empty(Directory.GetDirectories(folder));
        }

        var entries = (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))
            .Select(line => JsonSerializer.Deserialize(line, ScreensJsonContext.Default.AuditEntry)!).ToList();
        Assert.Equal(["Performed", "Denied", "Failed", "Performed", "Denied", "Failed"], entries.Select(entry => $"{entry.Outcome}"));
        Assert.Equal(new Tap(Middle), entries[0].Action);
        Assert.Equal("\"bank\" is neither an app nor an address that is allowed.", entries[1].Reason);
        var kept = Directory.GetFiles(Path.Combine(folder, "pictures")).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.Subset(kept!, entries[3..].SelectMany(entry => new[] { entry.Before, entry.After }).OfType<string>().ToHashSet()!);
        Assert.All(kept, name => Assert.Equal(64, name!.Length));
    }

    [Fact]
    public async Task Where_the_device_knows_no_controls_a_model_reads_what_stands_there()
    {
        using var reader = new FixedAnswerClient("Pay now");
        var blind = new FakeScreen { Capabilities = device.Capabilities with { KnowsControls = false } };
        await using var screen = new GuardedScreen(blind, new ScreenGuardOptions { Policy = Notes, LabelReader = reader });
        var attempt = await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Declined, ScreenRisk.Pay, "Pay now"), (attempt.Outcome, attempt.Risk, attempt.Label));
        reader.Answer = "Notes";
        Assert.Equal(AttemptOutcome.Performed, (await screen.AttemptAsync(new Tap(Middle), TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task What_the_screen_cannot_do_is_said()
    {
        var poor = new FakeScreen { Capabilities = device.Capabilities with { Actions = new HashSet<Type> { typeof(Tap) } } };
        await using var screen = new GuardedScreen(poor, new ScreenGuardOptions { Policy = Notes });
        var attempt = await screen.AttemptAsync(new TypeText("x"), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Failed, "fake screen cannot do TypeText."), (attempt.Outcome, attempt.Reason));
    }

    private static SKColor Colour(ScreenShot shot, int x, int y)
    {
        using var bitmap = SKBitmap.Decode(shot.Png.Span);
        return bitmap.GetPixel(x, y);
    }

    private sealed class Safe(string value) : ISecretSource
    {
        public ValueTask<string?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(name == "mail" && place?.App == "notes" ? value : null);
    }
}
