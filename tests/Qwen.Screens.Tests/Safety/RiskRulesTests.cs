using Qwen.Screens.Safety;
using Qwen.Testing;

namespace Qwen.Screens.Tests.Safety;

public class RiskRulesTests
{
    [Theory]
    [InlineData("a\u2028b")]
    [InlineData("a\u2029b")]
    [InlineData("a\u0085b")]
    [InlineData("a\fb")]
    [InlineData("a\vb")]
    [InlineData("a\u0007")]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData(" ")]
    [InlineData(" a")]
    public void Text_that_is_a_key_in_disguise_is_asked_about(string text) =>
        Assert.Equal(ScreenRisk.Unknown, RiskRules.Classify(new TypeTextAction(text), Context()));

    [Theory]
    [InlineData("Grüße, 漢字 & 'quotes'")]
    [InlineData("a b")]
    public void Plain_text_is_not(string text) =>
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(new TypeTextAction(text), Context()));

    [Theory]
    [InlineData("del")]
    [InlineData("delete")]
    [InlineData("space")]
    [InlineData(" ")]
    [InlineData("enter")]
    public void Keys_that_press_or_delete_are_asked_about(string key) =>
        Assert.Equal(ScreenRisk.Unknown, RiskRules.Classify(new PressKeysAction([key]), Context()));

    [Fact]
    public void What_the_screen_cannot_name_is_unknown()
    {
        var tap = new TapAction(new ScreenPoint(5, 5));
        Assert.Equal(ScreenRisk.Unknown, RiskRules.Classify(tap, Context((ScreenControl?)null)));
        foreach (var role in new[] { "button", "canvas", "generic", "image", "" })
            Assert.Equal(ScreenRisk.Unknown, RiskRules.Classify(tap, Context(new ScreenControl("", role))));
    }

    [Fact]
    public void A_field_takes_the_focus_only_unless_it_says_that_it_pays()
    {
        var tap = new TapAction(new ScreenPoint(5, 5));
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(tap, Context(new ScreenControl("Send a message", "textbox"))));
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(tap, Context(new ScreenControl("", "EditText"))));
        Assert.Equal(ScreenRisk.Pay, RiskRules.Classify(tap, Context(new ScreenControl("PAY", "textbox"))));
    }

    [Fact]
    public void A_drag_over_bare_ground_moves_the_page()
    {
        var drag = new DragAction(new ScreenPoint(5, 5), new ScreenPoint(5, 1), TimeSpan.FromSeconds(1));
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(drag, Context(null, null)));
        Assert.Equal(ScreenRisk.Pay, RiskRules.Classify(drag, Context(new ScreenControl("Slide to pay", "slider"), null)));
    }

    [Fact]
    public void A_finger_that_scrolls_moves_what_slides()
    {
        var scroll = new ScrollAction(new ScreenPoint(5, 5), -200, 0);
        var slider = Context(new ScreenControl("Slide to pay 12.50", "View"));
        Assert.Equal(ScreenRisk.Pay, RiskRules.Classify(scroll, slider));
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(scroll, slider with { Kind = ScreenKind.Desktop }));
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(scroll, Context(new ScreenControl("Next", "row"))));
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(scroll, Context((ScreenControl?)null)));
        Assert.Equal(
            ScreenRisk.Reversible, RiskRules.Classify(scroll, Context(new ScreenControl(new string('x', 80) + " pay", "article"))));
    }

    [Fact]
    public void Keys_press_what_has_the_focus()
    {
        var pay = Context() with { Focus = new ScreenControl("Pay", "button") };
        foreach (var action in new ScreenAction[]
        {
            new PressKeysAction(["enter"]),
            new PressKeysAction(["space"]),
            new PressButtonAction(SystemButton.Enter),
            new TypeTextAction("a b"),
            new TypeTextAction("a")
        })
        {
            Assert.Equal(ScreenRisk.Pay, RiskRules.Classify(action, pay));
            Assert.Equal(ScreenRisk.Unknown, RiskRules.Classify(action, Context() with { Focus = new ScreenControl("Notes", "button") }));
        }

        Assert.Equal(
            ScreenRisk.Reversible,
            RiskRules.Classify(new TypeTextAction("a b"), Context() with { Focus = new ScreenControl("Pay", "textbox") }));
        Assert.Equal(ScreenRisk.Unknown, RiskRules.Classify(new TypeTextAction("a b"), Context() with { FocusMovedByKeys = true }));
        Assert.Equal(ScreenRisk.Reversible, RiskRules.Classify(new TypeTextAction("ab"), Context() with { FocusMovedByKeys = true }));
    }

    private static ScreenContext Context(params ScreenControl?[] controls) =>
        new(new ScreenShot
        {
            Png = TestPicture.Encode(20, 20),
            Time = default,
            Size = new VisionLanguage.Images.PixelSize(20, 20)
        }, controls, KnowsControls: true);
}
