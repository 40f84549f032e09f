using System.Text.Json;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Screens.Tests.Safety;

public class SecretTests
{
    private const string Secret = "correct horse & staple";

    private static readonly ScreenPoint Middle = new(180, 320);
    private static readonly ScreenControl Field = new("Password", "text field", IsSecret: true) { Bounds = (100, 300, 260, 340) };

    private static readonly ScreenPolicy Policy = new()
    {
        Apps = [new AllowedApp("notes", "Notes"), new AllowedApp("shop")], Origins = [WebOrigin.Parse("https://example.com")],
        AllowUnknownPlace = true,
    };

    private readonly FakeScreen device = new() { Control = _ => Field, Focus = Field };
    private readonly ListAudit audit = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_secret_shows_in_no_text_and_no_JSON_of_what_holds_it()
    {
        var typed = new TypeTextAction("my {{secret:mail}}") { Filled = new SecretText(Secret) };
        Assert.Equal([Secret], typed.ToLines());
        foreach (var text in new[]
        {
            $"{typed}", $"{typed.Filled}", ActionText.Describe(typed), JsonSerializer.Serialize(typed),
            JsonSerializer.Serialize<object>(typed.Filled),
            JsonSerializer.Serialize(typed, ScreensJsonContext.Default.ScreenAction), JsonSerializer.Serialize(new { typed }),
            new ActDecisionLike(typed).ToString(),
        })
            Assert.DoesNotContain("horse", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_and_back_shows_no_secret()
    {
        await using var screen = await TypeAsync();
        Assert.Equal((SKColors.Gray, false), await SeeAsync(screen));
        device.Place = new ScreenPlace("launcher");
        Assert.NotEqual(SKColors.Gray, (await SeeAsync(screen)).Field);
        device.Place = new ScreenPlace("notes");
        Assert.Equal((SKColors.Gray, false), await SeeAsync(screen));

        // it came back with its field elsewhere, or without: nobody knows what is shown
        device.Place = new ScreenPlace("launcher");
        await screen.CaptureAsync(Cancellation);
        device.Place = new ScreenPlace("notes");
        device.Control = _ => Field with { Bounds = (100, 320, 260, 360) };
        Assert.Equal((SKColors.Gray, true), await SeeAsync(screen));
        device.Control = _ => Field;
        Assert.Equal((SKColors.Gray, false), await SeeAsync(screen));
    }

    [Theory]
    [InlineData(SystemButton.Home, false)]
    [InlineData(SystemButton.Menu, true)]
    public async Task Apps_side_by_side_may_show_a_secret(SystemButton button, bool isHidden)
    {
        await using var screen = await TypeAsync();
        device.React = (_, _) => device.Place = new ScreenPlace("launcher");
        await screen.PerformAsync(new PressButtonAction(button), Cancellation);
        Assert.Equal(isHidden, (await SeeAsync(screen)).All);
        device.React = null;
        await screen.PerformAsync(new PressButtonAction(SystemButton.Home), Cancellation);
        Assert.False((await SeeAsync(screen)).All);
    }

    [Fact]
    public async Task A_swipe_out_of_the_app_may_show_it_beside_others()
    {
        await using var screen = await TypeAsync();
        device.React = (_, _) => device.Place = new ScreenPlace("launcher");
        await screen.PerformAsync(new DragAction(new(180, 639), new(180, 300), TimeSpan.Zero), Cancellation);
        Assert.True((await SeeAsync(screen)).All);
    }

    [Fact]
    public async Task A_page_that_only_changes_its_address_is_the_same_page()
    {
        device.Place = Page("/login", "1");
        await using var screen = await TypeAsync();
        device.Place = Page("/welcome", "1");
        Assert.Equal((SKColors.Gray, false), await SeeAsync(screen));
        device.Place = Page("/welcome", "2");
        Assert.NotEqual(SKColors.Gray, (await SeeAsync(screen)).Field);
        device.Place = Page("/login#again", "3");
        Assert.Equal(SKColors.Gray, (await SeeAsync(screen)).Field);
        device.Place = null;
        Assert.Equal(SKColors.Gray, (await SeeAsync(screen)).Field);
    }

    [Fact]
    public async Task A_field_that_a_key_may_have_moved_is_looked_for()
    {
        await using var screen = await TypeAsync();
        await screen.PerformAsync(new PressKeysAction(["tab"]), Cancellation);
        Assert.Equal((SKColors.Gray, false), await SeeAsync(screen));
        device.React = (_, _) => device.Control = _ => null;
        await screen.PerformAsync(new PressKeysAction(["tab"]), Cancellation);
        Assert.True((await SeeAsync(screen)).All);
    }

    [Fact]
    public async Task Each_app_keeps_its_own_fields()
    {
        await using var screen = await TypeAsync();
        device.Place = new ScreenPlace("shop");
        device.Focus = Field with { Bounds = (0, 0, 50, 50) };
        device.Control = _ => device.Focus;
        await screen.PerformAsync(new TypeTextAction("{{secret:mail}}"), Cancellation);
        using var shop = SKBitmap.Decode((await screen.CaptureAsync(Cancellation)).Png.Span);
        Assert.Equal((SKColors.Gray, false), (shop.GetPixel(20, 20), shop.GetPixel(180, 320) == SKColors.Gray));
        device.Place = new ScreenPlace("notes");
        device.Control = _ => Field;
        Assert.Equal((SKColors.Gray, false), await SeeAsync(screen));
    }

    [Fact]
    public async Task What_comes_back_from_the_screen_holds_no_secret()
    {
        await using var screen = await TypeAsync();
        device.Control = _ => new ScreenControl($"Paste {Secret.ToUpperInvariant()}", "button")
        {
            Target = "https://example.com/?q=correct+horse+%26+staple"
        };
        device.Focus = new ScreenControl(Secret, "text field");
        device.Place = new ScreenPlace(null, new Uri("https://example.com/?q=correct%20horse%20%26%20staple"), $"You typed {Secret}");
        device.React = (_, _) => throw new QwenException($"The field already holds {Secret}.");
        Assert.DoesNotContain(
            "HORSE", (await screen.FindControlAsync(Middle, Cancellation))!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("horse", (await screen.FindFocusAsync(Cancellation))!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("horse", (await screen.CaptureAsync(Cancellation)).Place!.ToString(), StringComparison.OrdinalIgnoreCase);
        var attempt = await screen.AttemptAsync(new TapAction(Middle), Cancellation);
        Assert.DoesNotContain("horse", attempt.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.All(audit.Attempts, entry => Assert.DoesNotContain("horse", entry.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(typeof(QwenException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task No_exception_of_a_device_carries_a_secret(Type fault)
    {
        device.React =
            (_, action) => throw (Exception)Activator.CreateInstance(fault, $"Cannot type {((TypeTextAction)action).Filled!.Reveal()}.")!;
        await using var screen = Guard(new Safe(Secret));
        try
        {
            Assert.DoesNotContain(
                "horse", (await screen.AttemptAsync(new TypeTextAction("{{secret:mail}}"), Cancellation)).ToString(),
                StringComparison.Ordinal);
        }
        catch (OperationCanceledException error)
        {
            Assert.DoesNotContain("horse", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(2, audit.Attempts.Count);
        Assert.All(audit.Attempts, entry => Assert.DoesNotContain("horse", entry.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u001bb")]
    public async Task A_secret_that_presses_keys_is_not_typed(string value)
    {
        await using var screen = Guard(new Safe(value));
        var attempt = await screen.AttemptAsync(new TypeTextAction("{{secret:mail}}"), Cancellation);
        Assert.Equal(AttemptOutcome.Denied, attempt.Outcome);
        Assert.Contains("control character", attempt.Reason, StringComparison.Ordinal);
        Assert.Empty(device.Done);
    }

    [Fact]
    public async Task What_a_caller_filled_in_is_not_typed()
    {
        await using var screen = Guard(new Safe(Secret));
        await screen.PerformAsync(new TypeTextAction("x") { Filled = new SecretText("a\nb") }, Cancellation);
        Assert.Equal(["x"], device.Typed);
    }

    [Fact]
    public async Task A_source_that_fails_tells_nothing()
    {
        await using var screen = Guard(new Broken());
        var attempt = await screen.AttemptAsync(new TypeTextAction("{{secret:mail}}"), Cancellation);
        Assert.Equal(
            (AttemptOutcome.Failed, "The source of secrets failed (InvalidOperationException)."), (attempt.Outcome, attempt.Reason));
    }

    [Fact]
    public async Task A_short_secret_is_covered_where_it_stands_alone()
    {
        await using var screen = Guard(new Safe("123"));
        await screen.PerformAsync(new TypeTextAction("{{secret:mail}}"), Cancellation);
        device.Control = _ => new ScreenControl("Code 123, order 51234", "text");
        Assert.Equal("Code (secret), order 51234", (await screen.FindControlAsync(Middle, Cancellation))!.Label);
    }

    private static ScreenPlace Page(string path, string document) =>
        new(null, new Uri("https://example.com" + path)) { Document = document };

    private GuardedScreen Guard(ISecretSource source) =>
        new(device, new ScreenGuardOptions { Policy = Policy, Secrets = source, Audit = audit });

    private async Task<GuardedScreen> TypeAsync()
    {
        var screen = Guard(new Safe(Secret));
        await screen.PerformAsync(new TypeTextAction("{{secret:mail}}"), Cancellation);
        Assert.Equal([Secret], device.Typed);
        return screen;
    }

    private static async Task<(SKColor Field, bool All)> SeeAsync(GuardedScreen screen)
    {
        using var picture = SKBitmap.Decode((await screen.CaptureAsync(Cancellation)).Png.Span);
        return (picture.GetPixel(180, 320), picture.GetPixel(20, 20) == SKColors.Gray);
    }

    // records of ours hold actions
    private sealed record ActDecisionLike(ScreenAction Action);

    private sealed class Safe(string value) : ISecretSource
    {
        public ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<SecretText?>(new SecretText(value));
    }

    private sealed class Broken : ISecretSource
    {
        public ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException($"The vault that holds {Secret} is shut.");
    }
}
