using CsCheck;
using Qwen.Screens;
using Qwen.Screens.Contract;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Contract;

public class AnswerReadingTests
{
    private static readonly PixelSize Seen = new(1092, 2408);
    private static readonly PixelSize Screen = new(1080, 2400);
    private static readonly PixelSize Desktop = new(1280, 720);

    public static TheoryData<string, ScreenAction> MobileCalls => new()
    {
        { """{"action": "click", "coordinate": [935, 406]}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "left_click", "coordinate": [935, 406]}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "click", "coordinate": ["935", "406"]}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "click", "coordinate": ["935, 406"]}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "click", "coordinate": "[935, 406]"}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "click", "start_box": "<|box_start|>(935,406)<|box_end|>"}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "click", "point": [935.0, 406.0]}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "click", "coordinate": [925, 396, 945, 416]}""", new TapAction(new ScreenPoint(925, 405)) },
        { """{"action": "click", "coordinate": [1092, 2410]}""", new TapAction(new ScreenPoint(1079, 2399)) },
        { """{"action": "long_press", "coordinate": [0, 0], "time": 2}""", new LongPressAction(
            new ScreenPoint(0, 0), TimeSpan.FromSeconds(2)) },
        { """{"action": "swipe", "coordinate": [546, 2000], "coordinate2": [546, 500]}""", new DragAction(
            new ScreenPoint(540, 1993), new ScreenPoint(540, 498), TimeSpan.FromMilliseconds(300)) },
        { """{"action": "scroll", "start_point": [546, 2000], "end_point": [546, 500]}""", new DragAction(
            new ScreenPoint(540, 1993), new ScreenPoint(540, 498), TimeSpan.FromMilliseconds(300)) },
        { """{"action": "type", "text": "Grüße, 世界 \"x\"\n"}""", new TypeTextAction("Grüße, 世界 \"x\"\n") },
        { """{"action": "type", "content": "a_b"}""", new TypeTextAction("a_b") },
        { """{"action": "system_button", "button": "back"}""", new PressButtonAction(SystemButton.Back) },
        { """{"action": "open", "text": "File Manager"}""", new OpenAction("File Manager") },
        { """{"action": "open_app", "text": "File Manager"}""", new OpenAction("File Manager") },
        { """{"action": "key", "text": "KEYCODE_VOLUME_UP"}""", new PressKeysAction(["volume_up"]) },
        { """{"action": "wait", "time": 500}""", new WaitAction(TimeSpan.FromSeconds(60)) },
        { """{"action": "wait"}""", new WaitAction(TimeSpan.FromSeconds(1)) },
    };

    [Theory]
    [MemberData(nameof(MobileCalls))]
    public void A_phone_s_call_becomes_an_action(string arguments, ScreenAction wanted) =>
        AssertReads(ActionContract.Mobile, Write("mobile_use", arguments), wanted);

    public static TheoryData<string, ScreenAction> ComputerCalls => new()
    {
        { """{"action": "left_click", "coordinate": [644, 364]}""", new TapAction(new ScreenPoint(640, 360)) },
        { """{"action": "left_click"}""", new TapAction(new ScreenPoint(7, 9)) },
        { """{"action": "right_click"}""", new TapAction(new ScreenPoint(7, 9), MouseButton.Right) },
        { """{"action": "middle_click", "coordinate": [644, 364]}""", new TapAction(new ScreenPoint(640, 360), MouseButton.Middle) },
        { """{"action": "double_click", "coordinate": [644, 364]}""", new DoubleTapAction(new ScreenPoint(640, 360)) },
        { """{"action": "mouse_move", "coordinate": [644, 364]}""", new MovePointerAction(new ScreenPoint(640, 360)) },
        { """{"action": "left_click_drag", "coordinate": [644, 364]}""", new DragAction(
            new ScreenPoint(7, 9), new ScreenPoint(640, 360), TimeSpan.FromMilliseconds(500)) },
        { """{"action": "left_click_drag", "start_coordinate": [0, 0], "end_coordinate": [644, 364]}""", new DragAction(
            new ScreenPoint(0, 0), new ScreenPoint(640, 360), TimeSpan.FromMilliseconds(500)) },
        { """{"action": "key", "keys": ["Ctrl", "C"]}""", new PressKeysAction(["ctrl", "c"]) },
        { """{"action": "key", "keys": "ctrl+shift+Return"}""", new PressKeysAction(["ctrl", "shift", "enter"]) },
        { """{"action": "scroll", "pixels": -300}""", new ScrollAction(new ScreenPoint(7, 9), 0, 300) },
        { """{"action": "type", "text": "ls"}""", new TypeTextAction("ls") },
    };

    [Theory]
    [MemberData(nameof(ComputerCalls))]
    public void A_desktop_s_call_becomes_an_action(string arguments, ScreenAction wanted) =>
        AssertReads(ActionContract.Computer, Write("computer_use", arguments), wanted);

    [Theory]
    [InlineData("<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [935, 406]}}")]
    [InlineData("{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [935, 406]}}")]
    [InlineData("I tap it.\n```json\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [935, 406]}}\n```")]
    [InlineData("<tool_call>{'name': 'mobile_use', 'arguments': {'action': 'click', 'coordinate': [935, 406,]}}</tool_call>")]
    [InlineData("<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [935, 406]}\n</tool_call>")]
    [InlineData(
        "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": \"{\\\"action\\\": \\\"click\\\", \\\"coordinate\\\": [935, "
        + "406]}\"}\n</tool_call>")]
    [InlineData(
        "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [935, 406]}}\n{\"name\": "
        + "\"mobile_use\", \"arguments\": {\"action\": \"wait\"}}\n</tool_call>")]
    public void Deviations_that_were_seen_are_understood(string answer) =>
        AssertReads(ActionContract.Mobile, answer, new TapAction(new ScreenPoint(925, 405)));

    [Fact]
    public void Thought_call_and_conclusion_are_told_apart()
    {
        var answer = ActionContract.Mobile.Read(
            "<thinking>\nThe list is open.\n</thinking>\n" + Write("mobile_use", """{"action": "terminate", "status": "success"}""")
                + "\n<conclusion>Done.</conclusion>", Seen, Screen);
        Assert.Equal("The list is open.", answer.Thought);
        Assert.Equal(new FinishDecision(true), answer.Decision);
        Assert.Equal("""{"name": "mobile_use", "arguments": {"action": "terminate", "status": "success"}}""", answer.Call);
        Assert.Equal(
            new ReplyDecision("42"),
            ActionContract.Mobile.Read(Write("mobile_use", """{"action": "answer", "text": "42"}"""), Seen, Screen).Decision);
    }

    [Theory]
    [InlineData("I would tap the button.", "holds no call")]
    [InlineData("<tool_call>\nclick 3 4\n</tool_call>", "cannot be read")]
    [InlineData("""{"action": "click", "coordinate": [1200, 400]}""", "x = 1200 lies outside the 1092 px wide screen.")]
    [InlineData("""{"action": "click", "coordinate": [10, -90]}""", "y = -90 lies outside the 2408 px high screen.")]
    [InlineData("""{"action": "click", "coordinate": [10]}""", "two numbers")]
    [InlineData("""{"action": "click", "coordinate": [1e999, 3]}""", "two numbers")]
    [InlineData("""{"action": "click", "coordinate": {"x": 1}}""", "two numbers")]
    [InlineData("""{"action": "click"}""", "\"coordinate\" is missing")]
    [InlineData("""{"action": "swipe", "coordinate": [1, 2]}""", "\"coordinate2\" is missing")]
    [InlineData("""{"action": "fly"}""", "knows key, click,")]
    [InlineData("""{"coordinate": [1, 2]}""", "\"action\" is missing")]
    [InlineData("""{"action": "type", "text": ""}""", "is empty")]
    [InlineData("""{"action": "key", "text": "launch_missiles"}""", "There is no key")]
    [InlineData("""{"action": "system_button", "button": "Power"}""", "takes one of Back, Home, Menu, Enter")]
    [InlineData("""{"action": "terminate", "status": "maybe"}""", "takes one of success, failure")]
    public void What_cannot_be_carried_out_is_said_in_a_sentence(string arguments, string sentence)
    {
        var text = arguments.StartsWith('{') ? Write("mobile_use", arguments) : arguments;
        var answer = ActionContract.Mobile.Read(text, Seen, Screen);
        Assert.Null(answer.Decision);
        Assert.Contains(sentence, answer.Problem, StringComparison.Ordinal);
        Assert.Equal(text, answer.RawText);
    }

    [Fact]
    public void Another_function_and_a_click_without_a_cursor_are_refused()
    {
        Assert.Contains(
            "the only one is mobile_use",
            ActionContract.Mobile.Read(Write("computer_use", """{"action": "wait"}"""), Seen, Screen).Problem,
            StringComparison.Ordinal);
        Assert.Contains(
            "not moved yet",
            ActionContract.Computer.Read(Write("computer_use", """{"action": "left_click"}"""), Seen, Screen).Problem,
            StringComparison.Ordinal);
        Assert.Contains("4000", ActionContract.Mobile.Read(
            Write("mobile_use", $$"""{"action": "type", "text": "{{new string('x', 5000)}}"}"""),
            Seen,
            Screen).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_answers_are_data()
    {
        var whole = "Now.\n"
            + Write("mobile_use", """{"action": "swipe", "coordinate": [10, 20], "coordinate2": ["30", 40], "text": "a\"b"}""");
        Gen.Select(Gen.Int[0, whole.Length], Gen.Int[0, whole.Length], Gen.String).Sample(
            (at, length, inserted) =>
            {
                var damaged = whole[..at] + inserted + whole[Math.Min(whole.Length, at + length)..];
                foreach (var contract in new[] { ActionContract.Mobile, ActionContract.Computer })
                {
                    var answer = contract.Read(damaged, Seen, Screen);
                    Assert.NotEqual(answer.Problem is null, answer.Decision is null);
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Every_point_comes_back_to_its_own_pixel()
    {
        Gen.Select(Gen.Int[28, 3000], Gen.Int[28, 3000], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((width, height, right, down) =>
        {
            var screen = new PixelSize(width, height);
            var seen = SmartResize.Fit(screen, SmartResize.DefaultMinPixels, SmartResize.DefaultMaxPixels);
            var (x, y) = ((int)(right * (seen.Width - 1)), (int)(down * (seen.Height - 1)));
            var decision = ActionContract.Mobile.Read(
                Write("mobile_use", $$"""{"action": "click", "coordinate": [{{x}}, {{y}}]}"""), seen, screen).Decision;
            var point = Assert.IsType<TapAction>(Assert.IsType<ActDecision>(decision).Action).Point;
            Assert.InRange(point.X, 0, width - 1);
            Assert.InRange(point.Y, 0, height - 1);
            Assert.True(
                Math.Abs(point.X - (double)x * width / seen.Width) <= 1 && Math.Abs(point.Y - (double)y * height / seen.Height) <= 1);
        });
    }

    private static void AssertReads(ActionContract contract, string text, ScreenAction wanted)
    {
        var phone = contract.Kind == ScreenKind.Phone;
        var answer = contract.Read(
            text, phone ? Seen : new PixelSize(1288, 728), phone ? Screen : Desktop, phone ? null : new ScreenPoint(7, 9));
        Assert.Null(answer.Problem);
        Assert.Equal(wanted, Assert.IsType<ActDecision>(answer.Decision).Action);
    }

    private static string Write(string name, string arguments) =>
        $"<tool_call>\n{{\"name\": \"{name}\", \"arguments\": {arguments}}}\n</tool_call>";
}
