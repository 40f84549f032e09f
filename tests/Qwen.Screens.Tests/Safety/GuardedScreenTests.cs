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
        var tap = await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Performed, true), (tap.Outcome, tap.IsInside));
        device.Place = new ScreenPlace("bank");
        var denied = await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal(AttemptOutcome.Denied, denied.Outcome);
        Assert.Contains("The app bank is not allowed", denied.Reason, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<QwenException>(
            () => screen.PerformAsync(new TapAction(Middle), TestContext.Current.CancellationToken));
        Assert.Contains("was not carried out", error.Message, StringComparison.Ordinal);
        Assert.Equal([new TapAction(Middle)], device.Done);
    }

    [Fact]
    public async Task Where_an_action_leads_is_looked_at_again()
    {
        device.React = (screen, _) => screen.Place = new ScreenPlace(null, new Uri("https://evil.test/"));
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes });
        var attempt = await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Performed, false), (attempt.Outcome, attempt.IsInside));
        Assert.Contains("nothing but leaving", attempt.Reason, StringComparison.Ordinal);
        Assert.Equal(
            AttemptOutcome.Denied, (await screen.AttemptAsync(new TypeTextAction("x"), TestContext.Current.CancellationToken)).Outcome);
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
        var attempt = await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((outcome, ScreenRisk.Pay, "Pay $5"), (attempt.Outcome, attempt.Risk, attempt.Label));
        Assert.Equal(answer is true ? 1 : 0, device.Done.Count);
        if (asked is not null)
            Assert.Equal((new TapAction(Middle), ScreenRisk.Pay, "Pay $5"), ((TapAction)asked.Action, asked.Risk, asked.Label));
    }

    [Fact]
    public async Task A_screen_that_changes_while_a_person_decides_is_asked_about_anew()
    {
        device.Control = _ => new ScreenControl("OK", "button");
        var asked = new List<(string?, ScreenRisk)>();
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = Notes,
            Approve = (request, _) =>
            {
                asked.Add((request.Label, request.Risk));
                device.Control = _ => new ScreenControl("Pay", "button");
                return ValueTask.FromResult(request.Risk < ScreenRisk.Pay);
            },
        });
        var attempt = await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Declined, ScreenRisk.Pay, "Pay"), (attempt.Outcome, attempt.Risk, attempt.Label));
        Assert.Equal([("OK", ScreenRisk.Confirm), ("Pay", ScreenRisk.Pay)], asked);
        Assert.Empty(device.Done);
    }

    [Theory]
    [InlineData("label")]
    [InlineData("picture")]
    [InlineData("size")]
    [InlineData("address")]
    public async Task A_screen_that_never_holds_still_is_given_up(string what)
    {
        var count = 0;
        device.Control = _ => new ScreenControl(what == "label" ? $"OK {count}" : "OK", "button");
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = Notes with { Origins = [WebOrigin.Parse("https://example.com")] },
            Approve = (_, _) =>
            {
                count++;
                if (what == "picture")
                    device.Colour = new SKColor((byte)(255 * (count % 2)), 0, 0);
                else if (what == "size")
                    device.Size = new(360, 640 + count);
                else if (what == "address")
                    device.Place = new ScreenPlace(null, new Uri($"https://example.com/{count}"));
                return ValueTask.FromResult(true);
            },
        });
        var attempt = await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal(AttemptOutcome.Declined, attempt.Outcome);
        Assert.Contains("again and again", attempt.Reason, StringComparison.Ordinal);
        Assert.Equal(3, count);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task Keys_that_were_approved_press_nothing_that_came_up_since()
    {
        device.Focus = new ScreenControl("Cancel", "button");
        var asked = new List<string?>();
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = Notes,
            Approve = (request, _) =>
            {
                asked.Add(request.Label);
                device.Focus = new ScreenControl("Delete all", "button");
                return ValueTask.FromResult(asked.Count == 1);
            },
        });
        foreach (var action in new ScreenAction[]
        {
            new PressKeysAction(["enter"]),
            new PressButtonAction(SystemButton.Enter),
            new TypeTextAction("a\n"),
            new PressKeysAction(["space"])
        })
        {
            asked.Clear();
            device.Focus = new ScreenControl("Cancel", "button");
            Assert.Equal(AttemptOutcome.Declined, (await screen.AttemptAsync(action, TestContext.Current.CancellationToken)).Outcome);
            Assert.Equal(["Cancel", "Delete all"], asked);
        }

        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task A_question_laid_over_the_screen_takes_no_keys_that_were_approved_before_it()
    {
        var count = 0;
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = Notes,
            Approve = (_, _) =>
            {
                device.Colour = SKColors.Black;
                return ValueTask.FromResult(++count == 1);
            },
        });
        Assert.Equal(
            AttemptOutcome.Declined,
            (await screen.AttemptAsync(new PressKeysAction(["enter"]), TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task An_action_is_on_record_before_it_is_done()
    {
        var audit = new ListAudit { Written = attempt => Assert.Equal(attempt.Outcome == AttemptOutcome.Begun ? 0 : 1, device.Done.Count) };
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Audit = audit });
        await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal(
            [(AttemptOutcome.Begun, 1), (AttemptOutcome.Performed, 1)],
            audit.Attempts.Select(attempt => (attempt.Outcome, attempt.Number)));
        await screen.AttemptAsync(new OpenAction("bank"), TestContext.Current.CancellationToken);
        Assert.Equal([(AttemptOutcome.Denied, 2)], audit.Attempts.Skip(2).Select(attempt => (attempt.Outcome, attempt.Number)));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_done()
    {
        var audit = new ListAudit { Written = attempt => throw new IOException("The disk is full.") };
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Audit = audit });
        await Assert.ThrowsAsync<IOException>(() => screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken));
        Assert.Empty(device.Done);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), false)]
    [InlineData(typeof(OperationCanceledException), false)]
    [InlineData(typeof(TimeoutException), false)]
    [InlineData(typeof(QwenException), true)]
    public async Task Whatever_a_device_throws_its_action_is_on_record(Type fault, bool isTold)
    {
        var audit = new ListAudit();
        device.React = (_, _) => throw (Exception)Activator.CreateInstance(fault, "Broken.")!;
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Audit = audit });
        var attempting = screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        if (isTold)
            Assert.Equal(AttemptOutcome.Failed, (await attempting).Outcome);
        else
            await Assert.ThrowsAsync(fault, () => attempting);
        Assert.Equal([AttemptOutcome.Begun, AttemptOutcome.Failed], audit.Attempts.Select(attempt => attempt.Outcome));
        Assert.Contains("may have been carried out", audit.Attempts[1].Reason, StringComparison.Ordinal);
        Assert.Equal(("Note", ScreenRisk.Reversible), (audit.Attempts[1].Label, audit.Attempts[1].Risk));
        Assert.NotNull(audit.Attempts[1].Before);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(QwenException))]
    public async Task An_action_after_which_the_screen_cannot_be_seen_was_carried_out(Type fault)
    {
        var audit = new ListAudit();
        device.React = (_, _) => device.Look = () => throw (Exception)Activator.CreateInstance(fault, "Gone.")!;
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Audit = audit });
        var attempting = screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        if (fault == typeof(QwenException))
            Assert.Equal((AttemptOutcome.Performed, false), ((await attempting).Outcome, (await attempting).IsInside));
        else
            await Assert.ThrowsAsync(fault, () => attempting);
        Assert.Equal([AttemptOutcome.Begun, AttemptOutcome.Performed], audit.Attempts.Select(attempt => attempt.Outcome));
        Assert.StartsWith("It was carried out. Then: ", audit.Attempts[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_judges_and_does_nothing()
    {
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, DryRun = true });
        Assert.Equal(
            AttemptOutcome.DryRun, (await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(
            AttemptOutcome.Denied, (await screen.AttemptAsync(new OpenAction("bank"), TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task A_screen_that_hides_itself_is_only_left()
    {
        device.IsProtected = true;
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes });
        Assert.Equal(
            AttemptOutcome.Denied, (await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(
            AttemptOutcome.Performed,
            (await screen.AttemptAsync(new PressButtonAction(SystemButton.Home), TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Every_attempt_is_a_line_of_the_record_and_pictures_are_kept_only_where_asked()
    {
        var path = Path.Combine(folder, "audit.jsonl");
        for (var run = 0; run < 2; run++)
        {
            using var audit = new FileScreenAudit(path, run == 0 ? null : Path.Combine(folder, "pictures"));
            await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Audit = audit });
            await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
            await screen.AttemptAsync(new OpenAction("bank"), TestContext.Current.CancellationToken);
            using var cancelled = new CancellationTokenSource();
            device.ActionTime = TimeSpan.FromMinutes(1);
            cancelled.CancelAfter(20);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => screen.AttemptAsync(new TapAction(Middle), cancelled.Token));
            device.ActionTime = TimeSpan.Zero;
            if (run == 0)
                Assert.Empty(Directory.GetDirectories(folder));
        }

        var entries = (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))
            .Select(line => JsonSerializer.Deserialize(line, ScreensJsonContext.Default.AuditEntry)!).ToList();
        string[] one = ["Begun", "Performed", "Denied", "Begun", "Failed"];
        Assert.Equal([.. one, .. one], entries.Select(entry => $"{entry.Outcome}"));
        Assert.Equal(new TapAction(Middle), entries[0].Action);
        Assert.Equal("\"bank\" is neither an app nor an address that is allowed.", entries[2].Reason);
        var kept = Directory.GetFiles(Path.Combine(folder, "pictures")).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.Subset(kept!, entries[5..].SelectMany(entry => new[] { entry.Before, entry.After }).OfType<string>().ToHashSet()!);
        Assert.All(kept, name => Assert.Equal(64, name!.Length));
    }

    [Fact]
    public async Task Where_the_device_knows_no_controls_a_model_reads_what_stands_there()
    {
        using var reader = new FixedAnswerClient("Pay now");
        var blind = new FakeScreen { Capabilities = device.Capabilities with { KnowsControls = false } };
        await using var screen = new GuardedScreen(blind, new ScreenGuardOptions { Policy = Notes, LabelReader = reader });
        var attempt = await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Declined, ScreenRisk.Pay, "Pay now"), (attempt.Outcome, attempt.Risk, attempt.Label));
        reader.Answer = "Notes";
        Assert.Equal(
            AttemptOutcome.Performed, (await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken)).Outcome);

        // another button has come there while the model read
        var done = blind.Done.Count;
        reader.Meanwhile = () =>
        {
            blind.Colour = SKColors.Red;
            reader.Answer = "Pay now";
        };
        reader.Answer = "Notes";
        Assert.Equal(
            AttemptOutcome.Declined, (await screen.AttemptAsync(new TapAction(Middle), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(done, blind.Done.Count);
    }

    [Fact]
    public async Task What_the_screen_cannot_do_is_said()
    {
        var poor = new FakeScreen { Capabilities = device.Capabilities with { Actions = new HashSet<Type> { typeof(TapAction) } } };
        await using var screen = new GuardedScreen(poor, new ScreenGuardOptions { Policy = Notes });
        var attempt = await screen.AttemptAsync(new TypeTextAction("x"), TestContext.Current.CancellationToken);
        Assert.Equal((AttemptOutcome.Failed, "The fake screen cannot do this: type \"x\"."), (attempt.Outcome, attempt.Reason));
    }
}
