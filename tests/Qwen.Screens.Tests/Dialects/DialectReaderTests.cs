using Qwen.Screens.Contract;
using Qwen.Screens.Dialects;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Dialects;

/// <summary>Answers in the forms that the models' own cards and programs show.</summary>
public sealed class DialectReaderTests
{
    // seen at half its size
    private static readonly CoordinateMap Map = new(new PixelSize(2000, 1200), new PixelSize(1000, 600));

    public static TheoryData<string, string, ScreenAction> Published => new()
    {
        { "ui-tars", "Thought: xxx\nAction: click(start_box='(197,525)')", new TapAction(new(394, 1050)) },
        { "ui-tars", "Thought: test\nAction: click(point='<point>200 300</point>')", new TapAction(new(400, 600)) },
        { "ui-tars", "Action: click(start_box='<|box_start|>(177,549)<|box_end|>')", new TapAction(new(354, 1098)) },
        { "ui-tars", "Action: left_double(start_box='[10, 20, 30, 40]')", new DoubleTapAction(new(40, 60)) },
        { "ui-tars", "Action: right_single(point='<point>5 6</point>')", new TapAction(new(10, 12), MouseButton.Right) },
        {
            "ui-tars", "Action: drag(start_point='<point>1 2</point>', end_point='<point>3 4</point>')",
            new DragAction(new(2, 4), new(6, 8), TimeSpan.FromMilliseconds(500))
        },
        { "ui-tars", "Thought: copy\nAction: hotkey(key='ctrl c')", new PressKeysAction(["ctrl", "c"]) },
        { "ui-tars", """Action: type(content='It\'s (here), "now"\n')""", new TypeTextAction("It's (here), \"now\"\n") },
        { "ui-tars", "Action: type(content='It's here')", new TypeTextAction("It's here") },
        { "ui-tars", "Action: scroll(point='<point>500 300</point>', direction='down')", new ScrollAction(new(1000, 600), 0, 600) },
        { "ui-tars", "Action: scroll(direction='left')", new ScrollAction(new(1000, 600), -1000, 0) },
        { "ui-tars", "Action: wait()", new WaitAction(TimeSpan.FromSeconds(5)) },
        { "ui-tars", "Thought: Open it.\nAction：click(start_box='<bbox>191 21 191 21</bbox>')", new TapAction(new(382, 42)) },
        {
            "ui-tars", "Action: click(start_box='<|box_start|>(290,118)<|box_end|>(350,148)<|box_end|>')", new TapAction(new(640, 266))
        },
        { "ui-tars", "Thought: Type raw text.\nAction: type(content='Action: wait()')", new TypeTextAction("Action: wait()") },
        {
            "ui-tars", "Thought: I should avoid writing \"Action: wait()\" in reasoning.\nAction: click(start_box='[100,200]')",
            new TapAction(new(200, 400))
        },
        { "ui-tars", "Thought: Open users' settings.\nAction: click(start_box='(100,200)')", new TapAction(new(200, 400)) },
        { "ui-tars", "Thought: click \"Settings\nAction: wait()", new WaitAction(TimeSpan.FromSeconds(5)) },
        {
            "ui-tars", "Thought: First.\nAction: hotkey(key='ctrl esc')Thought: Then.\nAction: type(content='Cursor\\n')",
            new TypeTextAction("Cursor\n")
        },
        { "ui-tars", "Thought: Go on.\nAction: click(start_box='(100,200)') then wait()", new TapAction(new(200, 400)) },
        { "ui-tars", "Action: type(text='Hello', start_box='(300,400)')", new TypeTextAction("Hello") },
        { "ui-tars", "Action: type(content='()()')", new TypeTextAction("()()") },
        { "ui-tars", "click(start_box=\"(100,200)\")", new TapAction(new(200, 400)) },
        { "ui-tars", "I see it.\nclick(start_box='(100,200)')", new TapAction(new(200, 400)) },
        { "ui-tars", "Action: press(press='enter')", new PressKeysAction(["enter"]) },
        { "ui-tars", "Action: hotkey(hotkey='arrowleft')", new PressKeysAction(["left"]) },
        {
            "ui-tars", "Action: scroll(start_box='(800,200)', end_box='(200,500)')",
            new DragAction(new(1600, 400), new(400, 1000), TimeSpan.FromMilliseconds(300))
        },
        {
            "fara",
            "The page shows a search box.\n<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", "
            + "\"coordinate\": [470, 180]}}\n</tool_call>",
            new TapAction(new(940, 360))
        },
        { "fara", Fara("\"key\", \"keys\": [\"Control\", \"a\"]"), new PressKeysAction(["ctrl", "a"]) },
        { "fara", Fara("\"scroll\", \"pixels\": -400"), new ScrollAction(new(1000, 600), 0, 400) },
        { "fara", Fara("\"visit_url\", \"url\": \"https://example.com\""), new OpenAction("https://example.com") },
        { "fara", Fara("\"web_search\", \"query\": \"red shoes\""), new OpenAction("https://www.bing.com/search?q=red%20shoes") },
        { "fara", Fara("\"history_back\""), new PressKeysAction(["alt", "left"]) },
        { "fara", Fara("\"keypress\", \"keys\": [\"PageDown\"]"), new PressKeysAction(["page_down"]) },
        { "fara", Fara("\"sleep\", \"duration\": 2"), new WaitAction(TimeSpan.FromSeconds(2)) },
        { "fara", Fara("\"wait\""), new WaitAction(TimeSpan.FromSeconds(3)) },
        { "fara", Fara("\"wait\", \"time\": 3"), new WaitAction(TimeSpan.FromSeconds(3)) },
        { "holo", "Click(350, 342)", new TapAction(new(700, 684)) },
        { "holo", """{"action": "click_absolute", "x": 947, "y": 338}""", new TapAction(new(1894, 676)) },
        {
            "holo",
            """
            {"note": "", "thought": "I need to select the check-out date.", "action":
            {"action": "click_element", "element": "August 3rd on the calendar", "x": 776, "y": 282}}
            """,
            new TapAction(new(1552, 564))
        },
        { "holo", Holo("\"scroll\", \"direction\": \"up\""), new ScrollAction(new(1000, 600), 0, -600) },
        { "holo", Holo("\"goto\", \"url\": \"https://example.com\""), new OpenAction("https://example.com") },
        { "holo", Holo("\"refresh\""), new PressKeysAction(["f5"]) },
        { "holo", Holo("\"wait\""), new WaitAction(TimeSpan.FromSeconds(2)) },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void An_answer_becomes_the_action_it_means(string dialect, string answer, ScreenAction action)
    {
        var read = Read(dialect, answer);
        Assert.Null(read.Problem);
        Assert.Equal(action, Assert.IsType<ActDecision>(read.Decision).Action);
        Assert.Empty(read.Then);
        Assert.Equal(answer.Trim(), read.Call);
    }

    [Fact]
    public void Thoughts_are_kept()
    {
        Assert.Equal("It is there.", Read("ui-tars", "Thought: It is there.\nAction: wait()").Thought);
        Assert.Equal("I wait.", Read("fara", "I wait.\n" + Fara("\"wait\", \"time\": 1")).Thought);
        Assert.Equal(
            "Price: 5\nDone.", Read("holo", """{"note": "Price: 5", "thought": "Done.", "action": {"action": "go_back"}}""").Thought);
    }

    [Fact]
    public void Writing_into_a_field_is_a_touch_the_text_and_Enter()
    {
        var holo = Read("holo", Holo("\"write_element_abs\", \"content\": \"Paris\", \"element\": \"search\", \"x\": 10, \"y\": 20"));
        Assert.Equal(new TapAction(new(20, 40)), ((ActDecision)holo.Decision!).Action);
        Assert.Equal([new TypeTextAction("Paris\n")], holo.Then);

        var fara = Read("fara", Fara(
            "\"type\", \"coordinate\": [10, 20], \"text\": \"Paris\", \"press_enter\": false, \"delete_existing_text\": true"));
        Assert.Equal(new TapAction(new(20, 40)), ((ActDecision)fara.Decision!).Action);
        Assert.Equal([new PressKeysAction(["ctrl", "a"]), new PressKeysAction(["backspace"]), new TypeTextAction("Paris")], fara.Then);
        Assert.Equal(
            new TypeTextAction("Paris\n"), ((ActDecision)Read("fara", Fara("\"type\", \"text\": \"Paris\"")).Decision!).Action);
    }

    [Fact]
    public void Ends_and_notes_are_no_actions()
    {
        Assert.Equal(new FinishDecision(true, "42"), Read("ui-tars", "Thought: done\nAction: finished(content='42')").Decision);
        Assert.Equal(new FinishDecision(false), Read("ui-tars", "Action: call_user()").Decision);
        Assert.Equal(new FinishDecision(true), Read("fara", Fara("\"terminate\", \"status\": \"success\"")).Decision);
        Assert.Equal(new FinishDecision(false), Read("fara", Fara("\"terminate\", \"status\": \"failure\"")).Decision);
        Assert.Equal(new ReplyDecision("It costs 5."), Read(
            "fara", Fara("\"pause_and_memorize_fact\", \"fact\": \"It costs 5.\"")).Decision);
        Assert.Equal(new FinishDecision(true, "Paris"), Read("holo", Holo("\"answer\", \"content\": \"Paris\"")).Decision);
    }

    [Fact]
    public void Phones_scroll_by_a_swipe_and_have_buttons_of_their_own()
    {
        var phone = new CoordinateMap(new PixelSize(400, 800), new PixelSize(400, 800));
        var dialect = Dialect.Find("ui-tars");
        Assert.Equal(
            new DragAction(new(200, 600), new(200, 200), TimeSpan.FromMilliseconds(300)),
            Act("Action: scroll(point='<point>200 600</point>', direction='down')"));
        Assert.Equal(new PressButtonAction(SystemButton.Back), Act("Action: press_back()"));
        Assert.Equal(new PressButtonAction(SystemButton.Home), Act("Action: press_home()"));
        Assert.Equal(new OpenAction("Settings"), Act("Action: open_app(app_name='Settings')"));
        Assert.Equal(new LongPressAction(new(1, 2), TimeSpan.FromSeconds(1)), Act("Action: long_press(point='<point>1 2</point>')"));

        ScreenAction Act(string answer) =>
            Assert.IsType<ActDecision>(DialectReader.Read(dialect, answer, phone, ScreenKind.Phone).Decision).Action;
    }

    [Theory]
    [InlineData("ui-tars", "")]
    [InlineData("ui-tars", "I would rather not.")]
    [InlineData("ui-tars", "I should wait() until the page is stable.")]
    [InlineData("ui-tars", "Thought: Empty action\nAction:")]
    [InlineData("ui-tars", "Thought: Empty box\nAction: click(start_box='[]')")]
    [InlineData("ui-tars", "Action: fly(point='<point>1 2</point>')")]
    [InlineData("ui-tars", "Action: click()")]
    [InlineData("ui-tars", "Action: click(start_box='(5000,1)')")]
    [InlineData("ui-tars", "Action: hotkey(key='ctrl nuke')")]
    [InlineData("ui-tars", "Action: scroll(direction='sideways')")]
    [InlineData("ui-tars", "Action: type(content=')((((((((((((((((((((((((")]
    [InlineData("fara", "<tool_call>")]
    [InlineData("fara", "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": 7}}\n</tool_call>")]
    [InlineData("fara", "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": [1]}\n</tool_call>")]
    [InlineData("holo", "{\"action\": {\"action\": \"click_element\", \"x\": \"a\", \"y\": null}}")]
    [InlineData("holo", "{\"action\": {\"action\": {}}}")]
    [InlineData("holo", "[[[[[[[[")]
    [InlineData("holo", "Click(99999999999999999999, 1)")]
    public void What_cannot_be_carried_out_is_a_sentence(string dialect, string answer)
    {
        var read = Read(dialect, answer);
        Assert.Null(read.Decision);
        Assert.NotEmpty(read.Problem!);
        Assert.Equal(answer, read.RawText);
    }

    private static ActionAnswer Read(string dialect, string answer) =>
        DialectReader.Read(Dialect.Find(dialect), answer, Map, ScreenKind.Desktop);

    private static string Fara(string action) =>
        $"<tool_call>\n{{\"name\": \"computer_use\", \"arguments\": {{\"action\": {action}}}}}\n</tool_call>";

    private static string Holo(string action) => $"{{\"note\": \"\", \"thought\": \"t\", \"action\": {{\"action\": {action}}}}}";
}
