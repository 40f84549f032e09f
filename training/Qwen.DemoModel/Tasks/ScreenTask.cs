using System.Globalization;
using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Phone and desktop screens: tap the named control, type, swipe, go back, wait, end the task.</summary>
internal sealed class ScreenTask : ITask
{
    /// <summary>How a task is given to an agent, with the operations done so far.</summary>
    private const string Frame = "The user query:  {0}\nTask progress (You have done the following operation on the current device): {1}";

    private static readonly string[] TwoSteps =
    [
        "Open {0}. Then tap {1}.", "Open {0}, then tap {1}.", "Open {0} and tap {1}.", "First open {0}, then press {1}.",
        "Open {0}. Tap {1}.",
    ];

    private static readonly string[] Typed = ["Type '{x}'.", "Type \"{x}\".", "Enter '{x}'.", "Write '{x}' into the field."];

    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height) => new ScreenDrawing(dice, width, height).Draw();

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null)
    {
        if (kind == "plan" || kind is null && dice.Chance(0.08))
            return Plan(dice, picture);
        var desktop = kind is null ? dice.Chance(0.15) : kind == "click";
        var tool = desktop ? "computer_use" : "mobile_use";
        return (kind ?? dice.Weighted((0.8, "tap"), (0.2, "action"))) == "action"
            ? Action(dice, picture, tool)
            : Tap(dice, picture, tool, desktop ? "left_click" : "click");
    }

    private static Question Tap(Dice dice, Picture picture, string tool, string action)
    {
        var (target, prompt, answer) = Find(dice, picture, tool, action);
        return new Question("tap", dice.Chance(0.3) ? InFrame(dice, prompt, tool) : prompt, answer.Pieces) { Target = target };
    }

    private static (Thing Target, string Prompt, AnswerText Answer) Find(Dice dice, Picture picture, string tool, string action)
    {
        double[] weights = [.. picture.Things.Select(thing => thing.Name.EndsWith(" icon", StringComparison.Ordinal) ? 1 : 1.5)];
        var target = dice.Weighted([.. picture.Things.Select((thing, i) => (weights[i], thing))]);
        var answer = AnswerText.Call(
            tool, action, ("coordinate", $"[{AnswerText.Numbers(target.Box.CentreX, target.Box.CentreY)}]", picture.UnitsOf(target)));
        return (target, Wordings.Pick(dice, Wordings.Tap, target.Calls[0]), answer);
    }

    // open an app, tap something in it, end: which of the three is next follows from the operations done so far
    private static Question Plan(Dice dice, Picture picture)
    {
        const string tool = "mobile_use";
        var app = Words.Label(dice);
        var (target, _, tap) = Find(dice, picture, tool, "click");
        var open = AnswerText.Call(tool, "open", ("text", AnswerText.Quoted(app), null));
        var end = AnswerText.Call(tool, "terminate", ("status", AnswerText.Quoted("success"), null));
        var task = string.Format(CultureInfo.InvariantCulture, dice.Pick(TwoSteps), app, target.Calls[0]);
        return dice.Between(0, 2) switch
        {
            0 => new Question("call", After(task), open.Pieces),
            1 => new Question("tap", After(task, CallIn(open)), tap.Pieces) { Target = target },
            _ => new Question("call", After(task, CallIn(open), CallIn(tap)), end.Pieces),
        };

        static string CallIn(AnswerText answer)
        {
            var text = string.Concat(answer.Pieces.Select(piece => piece.Text));
            return text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)];
        }
    }

    // held-out questions keep the eight kinds that the published table was made with
    private static Question Action(Dice dice, Picture picture, string tool)
    {
        int x = picture.Width / 2, y = picture.Height / 2, top = picture.Height / 4, bottom = picture.Height * 3 / 4;
        var typed = Words.Line(dice, 12);
        var (prompt, answer) = tool == "mobile_use"
            ? dice.Between(0, dice.HeldOut ? 7 : 10) switch
            {
                0 or 1 =>
                    (dice.Pick(Typed).Replace("{x}", typed, StringComparison.Ordinal), AnswerText.Call(
                        tool, "type", ("text", AnswerText.Quoted(typed), null))),
                2 => (dice.Pick(["Scroll down.", "Swipe up.", "Show what is further down."]), Swipe(bottom, top)),
                3 => (dice.Pick(["Scroll up.", "Swipe down.", "Show what is further up."]), Swipe(top, bottom)),
                4 => (dice.Pick(["Go back.", "Return to the previous screen."]), Button("Back")),
                5 => (dice.Pick(["Go to the home screen.", "Go home."]), Button("Home")),
                6 => (dice.Pick(["Wait a moment.", "Wait 2 seconds."]), AnswerText.Call(tool, "wait", ("time", "2", null))),
                7 => (dice.Pick(["The task is done.", "Everything is finished, end the task."]), Terminate("success")),
                8 when Words.Label(dice) is var app =>
                    ($"{dice.Pick(["Open the app", "Start the app"])} {app}.",
                    AnswerText.Call(tool, "open", ("text", AnswerText.Quoted(app), null))),
                9 => Hold(),
                _ => (dice.Pick(["This cannot be done, give up.", "The task is impossible, end it."]), Terminate("failure")),
            }
            : dice.Between(0, dice.HeldOut ? 3 : 6) switch
            {
                0 or 1 =>
                    (dice.Pick(Typed).Replace("{x}", typed, StringComparison.Ordinal), AnswerText.Call(
                        tool, "type", ("text", AnswerText.Quoted(typed), null))),
                2 => (dice.Pick(["Scroll down.", "Show what is further down."]), Scroll("-100")),
                3 => (dice.Pick(["The task is done.", "Everything is finished, end the task."]), Terminate("success")),
                4 => (dice.Pick(["Scroll up.", "Show what is further up."]), Scroll("100")),
                5 when dice.Pick(["enter", "tab", "esc"]) is var key =>
                    ($"Press the {key} key.", AnswerText.Call(tool, "key", ("keys", $"[{AnswerText.Quoted(key)}]", null))),
                _ => (dice.Pick(["Wait a moment.", "Wait 2 seconds."]), AnswerText.Call(tool, "wait", ("time", "2", null))),
            };
        return new Question("action", dice.Chance(0.5) ? InFrame(dice, prompt, tool) : prompt, answer.Pieces);

        AnswerText Swipe(int from, int to) => AnswerText.Call(
            tool, "swipe", ("coordinate", $"[{x}, {from}]", null), ("coordinate2", $"[{x}, {to}]", null));

        AnswerText Button(string name) => AnswerText.Call(tool, "system_button", ("button", AnswerText.Quoted(name), null));

        AnswerText Terminate(string status) => AnswerText.Call(tool, "terminate", ("status", AnswerText.Quoted(status), null));

        // the product's grammar asks for a place with every turn of the wheel
        AnswerText Scroll(string pixels) => AnswerText.Call(tool, "scroll", ("coordinate", $"[{x}, {y}]", null), ("pixels", pixels, null));

        (string, AnswerText) Hold()
        {
            var target = dice.Pick(picture.Things);
            return ($"Touch and hold {target.Calls[0]}.", AnswerText.Call(
                tool, "long_press",
                ("coordinate", $"[{AnswerText.Numbers(target.Box.CentreX, target.Box.CentreY)}]", picture.UnitsOf(target)),
                ("time", "1", null)));
        }
    }

    // earlier steps are noise for what is asked now
    private static string InFrame(Dice dice, string prompt, string tool)
    {
        var steps = Enumerable.Range(1, dice.Pick([0, 0, 0, 1, 2])).Select(_ =>
            $"{{\"name\": \"{tool}\", \"arguments\": {{\"action\": \"{dice.Pick(["click", "wait"])}\", \"coordinate\": "
                + $"[{dice.Between(5, 200)}, {dice.Between(5, 200)}]}}}}");
        return After(prompt, [.. steps]);
    }

    private static string After(string task, params string[] calls) => string.Format(
        CultureInfo.InvariantCulture, Frame, task, string.Concat(calls.Select((call, i) => $"Step {i + 1}: {call}; ")));
}
