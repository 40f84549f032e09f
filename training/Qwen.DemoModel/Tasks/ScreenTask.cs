using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Phone and desktop screens: tap the named control, type, swipe, go back, wait, end the task.</summary>
internal sealed class ScreenTask : ITask
{
    /// <summary>How a task is given to an agent, with the operations done so far.</summary>
    private const string Frame = "The user query:  {0}\nTask progress (You have done the following operation on the current device): {1}";

    private static readonly string[] Typed = ["Type '{x}'.", "Type \"{x}\".", "Enter '{x}'.", "Write '{x}' into the field."];

    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height) => new ScreenDrawing(dice, width, height).Draw();

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null)
    {
        var desktop = kind is null ? dice.Chance(0.15) : kind == "click";
        var tool = desktop ? "computer_use" : "mobile_use";
        return (kind ?? dice.Weighted((0.8, "tap"), (0.2, "action"))) == "action" ? Action(dice, picture, tool) : Tap(dice, picture, tool, desktop ? "left_click" : "click");
    }

    private static Question Tap(Dice dice, Picture picture, string tool, string action)
    {
        double[] weights = [.. picture.Things.Select(thing => thing.Name.EndsWith(" icon", StringComparison.Ordinal) ? 1 : 1.5)];
        var target = dice.Weighted([.. picture.Things.Select((thing, i) => (weights[i], thing))]);
        var units = picture.UnitsOf(target);
        var answer = AnswerText.Call(tool, action, ("coordinate", $"[{AnswerText.Numbers(target.Box.CentreX, target.Box.CentreY)}]", units));
        var prompt = Wordings.Pick(dice, Wordings.Tap, target.Calls[0]);
        return new Question("tap", dice.Chance(0.3) ? InFrame(dice, prompt, tool) : prompt, answer.Pieces) { Target = target };
    }

    private static Question Action(Dice dice, Picture picture, string tool)
    {
        int x = picture.Width / 2, top = picture.Height / 4, bottom = picture.Height * 3 / 4;
        var typed = Words.Line(dice, 12);
        var (prompt, answer) = tool == "mobile_use"
            ? dice.Between(0, 7) switch
            {
                0 or 1 => (dice.Pick(Typed).Replace("{x}", typed, StringComparison.Ordinal), AnswerText.Call(tool, "type", ("text", Quoted(typed), null))),
                2 => (dice.Pick(["Scroll down.", "Swipe up.", "Show what is further down."]), Swipe(bottom, top)),
                3 => (dice.Pick(["Scroll up.", "Swipe down.", "Show what is further up."]), Swipe(top, bottom)),
                4 => (dice.Pick(["Go back.", "Return to the previous screen."]), Button("Back")),
                5 => (dice.Pick(["Go to the home screen.", "Go home."]), Button("Home")),
                6 => (dice.Pick(["Wait a moment.", "Wait 2 seconds."]), AnswerText.Call(tool, "wait", ("time", "2", null))),
                _ => (dice.Pick(["The task is done.", "Everything is finished, end the task."]), AnswerText.Call(tool, "terminate", ("status", Quoted("success"), null))),
            }
            : dice.Between(0, 3) switch
            {
                0 or 1 => (dice.Pick(Typed).Replace("{x}", typed, StringComparison.Ordinal), AnswerText.Call(tool, "type", ("text", Quoted(typed), null))),
                2 => (dice.Pick(["Scroll down.", "Show what is further down."]), AnswerText.Call(tool, "scroll", ("pixels", "-100", null))),
                _ => (dice.Pick(["The task is done.", "Everything is finished, end the task."]), AnswerText.Call(tool, "terminate", ("status", Quoted("success"), null))),
            };
        return new Question("action", dice.Chance(0.5) ? InFrame(dice, prompt, tool) : prompt, answer.Pieces);

        AnswerText Swipe(int from, int to) => AnswerText.Call(
            tool, "swipe", ("coordinate", $"[{x}, {from}]", null), ("coordinate2", $"[{x}, {to}]", null));

        AnswerText Button(string name) => AnswerText.Call(tool, "system_button", ("button", Quoted(name), null));
    }

    private static string Quoted(string text) => $"\"{AnswerText.Json(text)}\"";

    // earlier steps are noise for what is asked now
    private static string InFrame(Dice dice, string prompt, string tool)
    {
        var steps = Enumerable.Range(1, dice.Pick([0, 0, 0, 1, 2])).Select(step =>
            $"Step {step}: {{\"name\": \"{tool}\", \"arguments\": {{\"action\": \"{dice.Pick(["click", "wait"])}\", \"coordinate\": [{dice.Between(5, 200)}, {dice.Between(5, 200)}]}}}}; ");
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, Frame, prompt, string.Concat(steps));
    }
}
