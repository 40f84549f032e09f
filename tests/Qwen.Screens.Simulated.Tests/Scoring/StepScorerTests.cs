using CsCheck;
using Qwen.Screens;
using Qwen.Screens.Agent;
using Qwen.Screens.Contract;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated.Tests.Scoring;

public sealed class StepScorerTests : IDisposable
{
    private static readonly PixelSize Size = new(1000, 2000);
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    private static IEnumerable<(ScreenDecision Wanted, ScreenDecision? Answer, bool Type, bool Exact)> Comparisons() =>
    [
        // a tap near the wanted one, one on the same widened element, one elsewhere
        (At(500, 1000), At(560, 1100), true, true),
        (At(500, 300), At(880, 300), true, true),
        (At(500, 1000), At(900, 1900), true, false),
        (At(500, 1000), new ActDecision(new DragAction(new(510, 1010), new(515, 1020), TimeSpan.Zero)), true, true),
        (At(500, 1000), new ActDecision(new TypeTextAction("x")), false, false),
        (At(500, 1000), null, false, false),

        // scrolling goes by direction only
        (Swipe(500, 1500, 500, 500), Swipe(300, 1200, 320, 900), true, true),
        (Swipe(500, 1500, 500, 500), new ActDecision(new ScrollAction(new(1, 1), 0, 300)), true, true),
        (Swipe(500, 1500, 500, 500), Swipe(500, 500, 500, 1500), true, false),
        (Swipe(100, 1000, 900, 1000), Swipe(100, 1000, 800, 1100), true, true),

        // texts that nearly agree
        (Type("hello world"), Type("Hello World "), true, true),
        (Type("hello world"), Type("hello word"), true, true),
        (Type("hello"), Type("hello there"), true, true),
        (Type("hello"), Type("bye"), true, false),
        (new ActDecision(new PressButtonAction(SystemButton.Back)), new ActDecision(new PressButtonAction(SystemButton.Back)), true, true),
        (new ActDecision(new PressButtonAction(SystemButton.Back)), new ActDecision(new PressButtonAction(SystemButton.Home)), true, false),
        (new FinishDecision(true), new FinishDecision(false), true, false),
        (new FinishDecision(true), new FinishDecision(true), true, true),
        (new ActDecision(new OpenAction("Clock")), new ActDecision(new OpenAction("clock")), true, true),
        (new ActDecision(new WaitAction(TimeSpan.Zero)), new ActDecision(new WaitAction(TimeSpan.FromSeconds(9))), true, true),
        (new ReplyDecision("42"), new ReplyDecision("42"), true, true),
    ];

    [Fact]
    public void Actions_are_compared_as_the_suite_does() => Assert.All(Comparisons(), pair =>
        Assert.Equal(
            new StepScore(pair.Type, pair.Exact), StepScorer.Score(Step(pair.Wanted), pair.Answer, StepMatchRules.AndroidInTheZoo)));

    [Fact]
    public void Android_Control_is_stricter()
    {
        var rules = StepMatchRules.AndroidControl;
        Assert.True(StepScorer.Score(Step(At(500, 300)), At(780, 350), rules).ExactMatch);
        Assert.False(StepScorer.Score(Step(At(500, 300)), At(880, 300), rules).ExactMatch);
        Assert.False(StepScorer.Score(Step(At(500, 300)), At(500, 450), rules).ExactMatch);
        Assert.True(StepScorer.Score(Step(At(500, 1000)), At(560, 1100), rules).ExactMatch);
        Assert.False(StepScorer.Score(Step(Type("hello world")), Type("hello word"), rules).ExactMatch);
    }

    [Fact]
    public void Agreement_is_symmetric_and_within_bounds() => Gen.Select(Gen.String, Gen.String).Sample((first, second) =>
    {
        var share = StepScorer.Agreement(first, second);
        Assert.InRange(share, 0, 1);
        Assert.Equal(share, StepScorer.Agreement(second, first), 12);
        Assert.Equal(1, StepScorer.Agreement(first, first));
    });

    [Fact]
    public void An_episode_of_Android_in_the_Zoo_is_read_and_scored()
    {
        File.WriteAllText(
            path,
            """
            {"episode_id": "7", "step_id": 1, "instruction": "Set an alarm", "image_path": "1.png", "result_action_type": 4, "result_action_text": "", "result_touch_yx": "[0.5, 0.5]", "result_lift_yx": "[0.5, 0.5]", "ui_positions": "[[0.45, 0.4, 0.1, 0.2]]"}
            {"episode_id": "7", "step_id": 2, "instruction": "Set an alarm", "image_path": "2.png", "result_action_type": 4, "result_action_text": "", "result_touch_yx": [0.8, 0.5], "result_lift_yx": [0.2, 0.5], "ui_positions": []}
            {"episode_id": "7", "step_id": 3, "instruction": "Set an alarm", "image_path": "3.png", "result_action_type": 3, "result_action_text": "7:30", "result_touch_yx": "[-1.0, -1.0]", "result_lift_yx": "[-1.0, -1.0]"}
            {"episode_id": "7", "step_id": 4, "instruction": "Set an alarm", "image_path": "4.png", "result_action_type": 10, "result_action_text": ""}
            {"episode_id": "8", "step_id": 1, "instruction": "Go home", "image_path": "5.png", "result_action_type": 6, "result_action_text": ""}
            """);
        var steps = EpisodeCaseReader.ReadAndroidInTheZoo(path, _ => Size).ToList();
        Assert.Equal(At(500, 1000), steps[0].Wanted);
        Assert.Equal(new ScreenBox(400, 900, 600, 1100), Assert.Single(steps[0].Elements));

        ScreenDecision?[] answers =
        [
            At(505, 1010), Swipe(500, 1600, 500, 300), Type("8:30 pm later"), new FinishDecision(true),
            new ActDecision(new PressButtonAction(SystemButton.Home))
        ];
        var report = StepScorer.Score(steps.Zip(answers), StepMatchRules.AndroidInTheZoo);
        Assert.Equal((4, 5), report.ExactMatches.Rows["all"]);
        Assert.Equal((5, 5), report.TypeMatches.Rows["all"]);
        Assert.Equal((0, 1), report.ExactMatches.Rows["type"]);
        Assert.Equal((0.75, 1, 2), (report.GoalProgress, report.Complete, report.Episodes));
    }

    [Fact]
    public void An_episode_of_Android_Control_is_read()
    {
        File.WriteAllText(
            path,
            """
            {"episode_id": 1, "step_id": 0, "goal": "Mail Ann", "step_instruction": "Open the mail app", "image_path": "1.png", "action": {"action_type": "open_app", "app_name": "Mail"}}
            {"episode_id": 1, "step_id": 1, "goal": "Mail Ann", "image_path": "2.png", "action": {"action_type": "click", "x": 10, "y": 20}, "bbox": [0, 0, 100, 50]}
            {"episode_id": 1, "step_id": 2, "goal": "Mail Ann", "image_path": "3.png", "action": {"action_type": "input_text", "text": "Hi"}}
            {"episode_id": 1, "step_id": 3, "goal": "Mail Ann", "image_path": "4.png", "action": {"action_type": "scroll", "direction": "down"}}
            {"episode_id": 1, "step_id": 4, "goal": "Mail Ann", "image_path": "5.png", "action": {"action_type": "navigate_back"}}
            """);
        var steps = EpisodeCaseReader.ReadAndroidControl(path, _ => Size).ToList();
        Assert.Equal("Open the mail app", steps[0].Instruction);
        ScreenDecision?[] answers = [new ActDecision(new OpenAction("mail")), At(90, 49), Type("hi"), Swipe(1, 900, 1, 100), null];
        var report = StepScorer.Score(steps.Zip(answers), StepMatchRules.AndroidControl);
        Assert.Equal((4, 5), report.ExactMatches.Rows["all"]);
        Assert.Equal(0.8, report.GoalProgress, 12);

        File.AppendAllText(
            path, "\n" + """{"episode_id": 1, "step_id": 5, "goal": "", "image_path": "", "action": {"action_type": "fly"}}""");
        Assert.Contains(
            "\"fly\" is unknown",
            Assert.Throws<QwenException>(() => EpisodeCaseReader.ReadAndroidControl(path, _ => Size).ToList()).Message,
            StringComparison.Ordinal);
    }

    private static EpisodeStepCase Step(ScreenDecision wanted) => new()
    {
        Episode = "1", Step = 1, Goal = "", Picture = "", Size = Size, Wanted = wanted, Elements = [new ScreenBox(200, 250, 800, 350)],
    };

    private static ActDecision At(int x, int y) => new(new TapAction(new ScreenPoint(x, y)));

    private static ActDecision Type(string text) => new(new TypeTextAction(text));

    private static ActDecision Swipe(int x1, int y1, int x2, int y2) =>
        new(new DragAction(new ScreenPoint(x1, y1), new ScreenPoint(x2, y2), TimeSpan.FromMilliseconds(300)));
}
