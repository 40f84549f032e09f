using Qwen.Screens;
using Qwen.Screens.Safety;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Safety;

public class ScreenPolicyTests
{
    private static readonly ScreenPoint Middle = new(180, 320);

    private static readonly ScreenPolicy Policy = new()
    {
        Apps = [new AllowedApp("notes", "Notes")],
        Origins = [WebOrigin.Parse("https://example.com"), WebOrigin.Parse("http://localhost:8080")],
    };

    public static TheoryData<ScreenAction> AllActions =>
    [
        new TapAction(Middle), new DoubleTapAction(Middle), new LongPressAction(Middle, TimeSpan.FromSeconds(1)),
        new DragAction(Middle, new ScreenPoint(1, 1), TimeSpan.Zero),
        new ScrollAction(Middle, 0, 100), new MovePointerAction(Middle), new TypeTextAction("x"), new PressKeysAction(["a"]),
        new PressButtonAction(SystemButton.Enter),
        new OpenAction("Notes"),
        new PressButtonAction(SystemButton.Menu),
    ];

    [Theory]
    [MemberData(nameof(AllActions))]
    public void Nothing_is_allowed_by_default(ScreenAction action)
    {
        var verdict = ScreenPolicy.LookOnly.Judge(action, Context(new ScreenPlace("notes")));
        Assert.False(verdict.IsAllowed);
        Assert.NotEmpty(verdict.Reason!);
        Assert.False(ScreenPolicy.LookOnly.Judge(action, Context(null)).IsAllowed);
    }

    [Theory]
    [MemberData(nameof(AllActions))]
    public void Every_type_of_action_can_be_left_out(ScreenAction action)
    {
        Assert.True(Policy.Judge(action, Context(new ScreenPlace("notes"))).IsAllowed);
        Assert.False((Policy with { Actions = new HashSet<Type>(Policy.Actions.Where(type => type != action.GetType())) })
            .Judge(action, Context(new ScreenPlace("notes"))).IsAllowed);
    }

    [Theory]
    [InlineData("https://example.com/", true)]
    [InlineData("https://EXAMPLE.com:443/a?b#c", true)]
    [InlineData("http://localhost:8080/x", true)]
    [InlineData("http://example.com/", false)]
    [InlineData("https://example.com:8443/", false)]
    [InlineData("https://example.com.evil.test/", false)]
    [InlineData("https://evil.test/example.com", false)]
    [InlineData("https://sub.example.com/", false)]
    [InlineData("https://example.com@evil.test/", false)]
    [InlineData("https://user:pass@example.com/", false)]
    [InlineData("https://example.com%2eevil.test/", false)]
    [InlineData("https://ex\u0430mple.com/", false)]
    [InlineData("https://example\u3002com/", false)]
    [InlineData("https://example.com./", false)]
    [InlineData("https://еxample.com/", false)]
    [InlineData("https:\\\\example.com\\", false)]
    [InlineData("https://example.com\t.evil.test/", false)]
    [InlineData(" https://example.com/", false)]
    [InlineData("javascript:alert(1)//https://example.com/", false)]
    [InlineData("data:text/html,https://example.com/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("tel:110", false)]
    [InlineData("intent://example.com/#Intent;scheme=https;end", false)]
    [InlineData("example.com", false)]
    [InlineData("//example.com/", false)]
    [InlineData("https:/example.com/", false)]
    [InlineData("https://127.0.0.1:8080/", false)]
    [InlineData("http://2130706433:8080/", false)]
    [InlineData("http://[::1]:8080/", false)]
    public void An_address_is_opened_by_its_exact_origin(string address, bool allowed)
    {
        var verdict = Policy.Judge(new OpenAction(address), Context(new ScreenPlace("notes")));
        Assert.Equal(allowed, verdict.IsAllowed);
        if (allowed)
            Assert.Contains(WebOrigin.Of(new Uri(((OpenAction)verdict.Action).Target)), Policy.Origins);
    }

    [Theory]
    [InlineData("Notes", true)]
    [InlineData("notes", true)]
    [InlineData("NOTES", false)]
    [InlineData("N\u043Etes", false)]
    [InlineData("Notes\u200B", false)]
    [InlineData("Notes ", false)]
    [InlineData("notes; rm -rf /", false)]
    public void An_app_is_opened_by_its_exact_name_which_becomes_its_identifier(string name, bool allowed)
    {
        var verdict = Policy.Judge(new OpenAction(name), Context(null));
        Assert.Equal(allowed, verdict.IsAllowed);
        if (allowed)
            Assert.Equal(new OpenAction("notes"), verdict.Action);
    }

    [Fact]
    public void Outside_of_what_is_allowed_one_can_only_leave()
    {
        foreach (var place in new[] { new ScreenPlace("bank"), new ScreenPlace(null, new Uri("https://evil.test/")), null })
        {
            Assert.False(Policy.Judge(new TapAction(Middle), Context(place)).IsAllowed);
            Assert.False(Policy.Judge(new TypeTextAction("x"), Context(place)).IsAllowed);
            Assert.True(Policy.Judge(new PressButtonAction(SystemButton.Back), Context(place)).IsAllowed);
            Assert.True(Policy.Judge(new OpenAction("Notes"), Context(place)).IsAllowed);
        }

        Assert.True((Policy with { AllowUnknownPlace = true }).Judge(new TapAction(Middle), Context(null)).IsAllowed);
        Assert.True(Policy.Allows(new ScreenPlace("chromium", new Uri("https://example.com/a"))));
        Assert.False(Policy.Allows(new ScreenPlace("notes", new Uri("https://evil.test/"))));
    }

    [Fact]
    public void Forbidden_regions_are_neither_touched_nor_crossed()
    {
        var policy = Policy with { ForbiddenRegions = [new ForbiddenRegion(100, 300, 200, 340)] };
        var place = Context(new ScreenPlace("notes"));
        Assert.False(policy.Judge(new TapAction(Middle), place).IsAllowed);
        Assert.True(policy.Judge(new TapAction(new ScreenPoint(200, 320)), place).IsAllowed);
        Assert.False(policy.Judge(new DragAction(new ScreenPoint(20, 320), new ScreenPoint(340, 320), TimeSpan.Zero), place).IsAllowed);
        Assert.True(policy.Judge(new DragAction(new ScreenPoint(20, 200), new ScreenPoint(340, 200), TimeSpan.Zero), place).IsAllowed);
        Assert.False(policy.Judge(new TapAction(new ScreenPoint(-1, 5)), place).IsAllowed);
        Assert.False(policy.Judge(new TapAction(new ScreenPoint(360, 5)), place).IsAllowed);
    }

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(0, 99, true)]
    [InlineData(0, -100, true)]
    [InlineData(0, int.MaxValue, false)]
    [InlineData(int.MinValue, 0, true)]
    public void A_scroll_on_a_phone_ends_in_no_forbidden_region_and_crosses_none(int right, int down, bool allowed)
    {
        var policy = Policy with { ForbiddenRegions = [new ForbiddenRegion(100, 100, 200, 221)] };
        var place = Context(new ScreenPlace("notes"));
        Assert.Equal(allowed, policy.Judge(new ScrollAction(Middle, right, down), place).IsAllowed);

        // a wheel turns where the pointer is
        Assert.True(policy.Judge(new ScrollAction(Middle, right, down), place with { Kind = ScreenKind.Desktop }).IsAllowed);
        Assert.False(policy.Judge(new ScrollAction(new(150, 150), 0, 1), place with { Kind = ScreenKind.Desktop }).IsAllowed);
    }

    [Fact]
    public void Keys_and_text_go_to_nothing_in_a_forbidden_region()
    {
        var policy = Policy with { ForbiddenRegions = [new ForbiddenRegion(100, 300, 200, 340)] };
        var place = Context(new ScreenPlace("notes")) with
        {
            Controls = [],
            Focus = new ScreenControl("Amount", "text field") { Bounds = (0, 330, 360, 370) }
        };
        Assert.False(policy.Judge(new TypeTextAction("1000"), place).IsAllowed);
        Assert.False(policy.Judge(new PressKeysAction(["backspace"]), place).IsAllowed);
        Assert.True(
            policy.Judge(new TypeTextAction("1000"), place with { Focus = place.Focus with { Bounds = (0, 340, 360, 380) } }).IsAllowed);
    }

    [Theory]
    [InlineData("https://evil.test/pay", "link", false)]
    [InlineData("https://example.com/next", "link", true)]
    [InlineData("com.evil.notes", "app icon", false)]
    [InlineData("notes", "app icon", true)]
    public void What_a_control_leads_to_counts_more_than_its_label(string target, string role, bool allowed)
    {
        var context = Context(new ScreenPlace("notes"), new ScreenControl("Notes", role) { Target = target });
        Assert.Equal(allowed, Policy.Judge(new TapAction(Middle), context).IsAllowed);
    }

    [Fact]
    public void An_icon_of_an_app_that_is_not_allowed_is_not_tapped()
    {
        Assert.True(
            Policy.Judge(new TapAction(Middle), Context(new ScreenPlace("notes"), new ScreenControl("Notes", "app icon"))).IsAllowed);
        Assert.False(
            Policy.Judge(new TapAction(Middle), Context(new ScreenPlace("notes"), new ScreenControl("N\u043Etes", "app icon"))).IsAllowed);
    }

    public static TheoryData<ScreenAction, ScreenRisk> Risks => new()
    {
        { new WaitAction(TimeSpan.Zero), ScreenRisk.Observe },
        { new MovePointerAction(Middle), ScreenRisk.Observe },
        { new ScrollAction(Middle, 0, 9), ScreenRisk.Reversible },
        { new TypeTextAction("hello"), ScreenRisk.Reversible },
        { new TypeTextAction("hello\n"), ScreenRisk.Unknown },
        { new PressButtonAction(SystemButton.Enter), ScreenRisk.Unknown },
        { new PressKeysAction(["enter"]), ScreenRisk.Unknown },
        { new PressKeysAction(["alt", "f4"]), ScreenRisk.Unknown },
        { new PressKeysAction(["ctrl", "c"]), ScreenRisk.Reversible },
        { new PressKeysAction(["shift", "a"]), ScreenRisk.Reversible },
    };

    [Theory]
    [MemberData(nameof(Risks))]
    public void Every_action_has_a_risk(ScreenAction action, ScreenRisk risk) =>
        Assert.Equal(risk, Policy.Judge(action, Context(new ScreenPlace("notes"))).Risk);

    [Theory]
    [InlineData("Pay now", "button", ScreenRisk.Pay)]
    [InlineData("", "button", ScreenRisk.Unknown)]
    [InlineData("", "list", ScreenRisk.Unknown)]
    [InlineData("Send a message", "text field", ScreenRisk.Reversible)]
    [InlineData("Notes", "row", ScreenRisk.Reversible)]
    public void A_touch_is_as_risky_as_what_stands_there(string label, string role, ScreenRisk risk) =>
        Assert.Equal(risk, Policy.Judge(new TapAction(Middle), Context(new ScreenPlace("notes"), new ScreenControl(label, role))).Risk);

    [Fact]
    public void Where_nobody_knows_what_stands_there_the_risk_is_unknown() =>
        Assert.Equal(
            ScreenRisk.Unknown, Policy.Judge(new TapAction(Middle), Context(new ScreenPlace("notes")) with { KnowsControls = false }).Risk);

    [Theory]
    [InlineData("example.com")]
    [InlineData("https://example.com/path")]
    [InlineData("https://user@example.com")]
    [InlineData("ftp://example.com")]
    [InlineData("https://example.com?x")]
    public void An_origin_of_the_host_is_checked_too(string text) => Assert.Throws<QwenException>(() => WebOrigin.Parse(text));

    private static ScreenContext Context(ScreenPlace? place, ScreenControl? control = null) => new(
        new ScreenShot { Png = ReadOnlyMemory<byte>.Empty, Size = new PixelSize(360, 640), Time = DateTimeOffset.UnixEpoch, Place = place },
        [control],
        KnowsControls: true);
}
