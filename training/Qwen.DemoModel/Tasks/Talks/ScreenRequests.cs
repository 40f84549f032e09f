using Qwen.DemoModel.Drawing;
using Qwen.Screens;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>Requests that the product's functions over a screen fit, and what comes back.</summary>
internal static class ScreenRequests
{
    private static readonly Dictionary<string, string[]> Requests = new(StringComparer.Ordinal)
    {
        ["screens_open_app"] = ["Open {v}.", "Open the app {v}.", "Start {v}.", "Please open {v}.", "Open {v} on the phone."],
        ["screens_type_text"] = ["Type \"{v}\".", "Write \"{v}\" on the screen.", "Please type \"{v}\"."],
        ["screens_press"] = ["Press {v}.", "Press the {v} button.", "Press the key {v}."],
        ["screens_find_on_screen"] = ["Find {v} on the screen.", "Where on the screen is {v}?", "Look for {v} on the screen."],
    };

    private static readonly string[] Keys = ["Back", "Home", "Menu", "Enter", "ctrl+c", "ctrl+v", "volume_up", "Escape"];

    /// <summary>Whether requests for a function are drawn here.</summary>
    public static bool Knows(string function) => Requests.ContainsKey(function);

    /// <summary>A request for one of them.</summary>
    public static FunctionRequest Draw(Dice dice, string function)
    {
        var (parameter, value) = function switch
        {
            "screens_open_app" => ("target", Words.Label(dice)),
            "screens_type_text" => ("text", Words.Phrase(dice)),
            "screens_press" => ("keys", dice.Pick(Keys)),
            _ => ("what", Words.Label(dice)),
        };
        var text = dice.Pick(Requests[function]).Replace("{v}", value, StringComparison.Ordinal);
        List<(string, string)> arguments = [(parameter, AnswerText.Quoted(value))];
        var (result, answer) = function == "screens_find_on_screen" ? Found(dice, value) : Done(dice);
        return new FunctionRequest(text, arguments, result, answer);
    }

    private static (string, string) Found(Dice dice, string what)
    {
        var (x, y) = (dice.Between(0, 167), dice.Between(0, 279));
        return (
            ProductFunctions.Json(new FoundPoint { X = x, Y = y, Width = 168, Height = 280, Label = what }),
            $"{what} is at ({x}, {y}).");
    }

    private static (string, string) Done(Dice dice)
    {
        if (dice.Chance(0.15))
            return Refusals.Draw(dice);
        var problem = $"{Words.Capitalised(Words.One(dice))} {Words.One(dice)} is not allowed";
        var denied = dice.Chance(0.2);
        var result = new ScreenActionResult
        {
            Outcome = denied ? AttemptOutcome.Denied : AttemptOutcome.Performed,
            Reason = denied ? problem : null,
            Risk = dice.Pick([ScreenRisk.Reversible, ScreenRisk.Unknown]),
            App = $"app.{Words.One(dice)}",
            ActionsAllowed = dice.Chance(0.9),
        };
        return (ProductFunctions.Json(result), denied ? $"That failed: {problem}." : "Done.");
    }
}
