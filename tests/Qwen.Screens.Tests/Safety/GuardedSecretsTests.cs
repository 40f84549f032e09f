using Qwen.Screens;
using SkiaSharp;

namespace Qwen.Screens.Tests.Safety;

/// <summary>A secret is typed where it belongs, and neither shown nor recorded.</summary>
public sealed class GuardedSecretsTests : IDisposable
{
    private static readonly ScreenPoint Middle = new(180, 320);
    private static readonly ScreenPolicy Notes = new() { Apps = [new AllowedApp("notes", "Notes")] };
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-audit").FullName;
    private readonly FakeScreen device = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_secret_that_was_waited_for_goes_only_where_it_was_asked_for()
    {
        var source = new SlowSafe("correct horse", device);
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = Notes with { Apps = [new AllowedApp("notes"), new AllowedApp("shop")] }, Secrets = source,
        });
        var attempt = await screen.AttemptAsync(new TypeTextAction("{{secret:mail}}"), TestContext.Current.CancellationToken);
        Assert.Equal(AttemptOutcome.Denied, attempt.Outcome);
        Assert.Equal(["notes", "shop"], source.Asked);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task Secrets_reach_the_device_and_nothing_else()
    {
        const string secret = "correct horse";
        var audit = Path.Combine(folder, "audit.jsonl");
        device.Control = point => new ScreenControl("Password", "text field", IsSecret: true) { Bounds = (100, 300, 260, 340) };
        using (var file = new FileScreenAudit(audit, Path.Combine(folder, "pictures")))
        {
            await using var screen = new GuardedScreen(
                device, new ScreenGuardOptions { Policy = Notes, Audit = file, Secrets = new Safe(secret) });
            await screen.PerformAsync(new TapAction(Middle), TestContext.Current.CancellationToken);
            var plain = await screen.CaptureAsync(TestContext.Current.CancellationToken);
            var typed = await screen.AttemptAsync(new TypeTextAction("{{secret:mail}}"), TestContext.Current.CancellationToken);
            Assert.Equal(new TypeTextAction("{{secret:mail}}"), typed.Action);
            var masked = await screen.CaptureAsync(TestContext.Current.CancellationToken);
            Assert.Equal(SKColors.Gray, Colour(masked, 180, 320));
            Assert.Equal(SKColors.Gray, Colour(typed.After!, 180, 320));
            Assert.NotEqual(SKColors.Gray, Colour(plain, 180, 320));
            Assert.NotEqual(SKColors.Gray, Colour(masked, 20, 20));

            // what was typed may have moved: nothing is shown
            await screen.PerformAsync(new ScrollAction(Middle, 0, 50), TestContext.Current.CancellationToken);
            Assert.Equal(SKColors.Gray, Colour(await screen.CaptureAsync(TestContext.Current.CancellationToken), 20, 20));

            Assert.Equal(
                AttemptOutcome.Denied,
                (await screen.AttemptAsync(new TypeTextAction("{{secret:other}}"), TestContext.Current.CancellationToken)).Outcome);
            device.Place = new ScreenPlace("bank");
            Assert.Equal(
                AttemptOutcome.Denied,
                (await screen.AttemptAsync(new TypeTextAction("{{secret:mail}}"), TestContext.Current.CancellationToken)).Outcome);
        }

        Assert.Contains(secret, device.Typed);
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(audit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(
            "{{secret:mail}}", await File.ReadAllTextAsync(audit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_nobody_knows_hides_the_whole_picture()
    {
        await using var screen = new GuardedScreen(device, new ScreenGuardOptions { Policy = Notes, Secrets = new Safe("x") });
        await screen.PerformAsync(new TypeTextAction("{{secret:mail}}"), TestContext.Current.CancellationToken);
        Assert.Equal(SKColors.Gray, Colour(await screen.CaptureAsync(TestContext.Current.CancellationToken), 20, 20));
    }

    private static SKColor Colour(ScreenShot shot, int x, int y)
    {
        using var bitmap = SKBitmap.Decode(shot.Png.Span);
        return bitmap.GetPixel(x, y);
    }

    private sealed class Safe(string value) : ISecretSource
    {
        public ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(name == "mail" && place?.App == "notes" ? new SecretText(value) : null);
    }

    // a secret that takes its time, in which another app comes to the front
    private sealed class SlowSafe(string value, FakeScreen device) : ISecretSource
    {
        public List<string?> Asked { get; } = [];

        public async ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            Asked.Add(place?.App);
            device.Place = new ScreenPlace("shop");
            return place?.App == "notes" ? new SecretText(value) : null;
        }
    }
}
