using System.Text.Json.Nodes;
using Qwen.Screens.Contract;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;

namespace Qwen.Screens.Dialects;

/// <summary>Turns an answer in a dialect into actions on the screen. Never throws for what the model wrote.</summary>
internal static class DialectReader
{
    private const double MaxSeconds = 60;
    private static readonly TimeSpan SwipeDuration = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan DragDuration = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Directions = ["down", "up", "left", "right"];

    /// <summary>Reads an answer.</summary>
    /// <param name="dialect">The dialect it should be in.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="map">From the model's pixels to the screen's.</param>
    /// <param name="kind">What the screen is: phones scroll by a swipe and have buttons of their own.</param>
    /// <returns>The first action, and those that the same words ask for after it.</returns>
    public static ActionAnswer Read(Dialect dialect, string answer, CoordinateMap map, ScreenKind kind)
    {
        var notes = new RepairLog();
        var call = CallSyntax.Read(dialect.Syntax, answer, notes);
        var result = new ActionAnswer { RawText = answer, Thought = call.Thought, Call = answer.Trim(), Notes = notes.Sentences };
        if (call.Word is null)
            return result with { Call = null, Problem = "The answer holds no action." };
        if (dialect.Words.FirstOrDefault(word => word.Name == call.Word.Trim()) is not { } known)
        {
            return result with
            {
                Problem = $"There is no action \"{call.Word}\": there are {string.Join(", ", dialect.Words.Select(word => word.Name))}.",
            };
        }

        try
        {
            var read = new ArgumentReader(call.Arguments, map, notes);
            var (decision, then) = Interpret(known, read, call.Arguments, kind);
            return result with { Decision = decision, Then = then, Notes = notes.Sentences };
        }
        catch (CallProblemException problem)
        {
            return result with { Problem = problem.Message, Notes = notes.Sentences };
        }
    }

    private static (ScreenDecision Decision, IReadOnlyList<ScreenAction> Then) Interpret(
        DialectWord word, ArgumentReader read, JsonObject arguments, ScreenKind kind)
    {
        ScreenAction[] actions = word.Deed switch
        {
            Deed.Tap => [new TapAction(Point())],
            Deed.RightTap => [new TapAction(Point(), MouseButton.Right)],
            Deed.MiddleTap => [new TapAction(Point(), MouseButton.Middle)],
            Deed.DoubleTap => [new DoubleTapAction(Point())],
            Deed.Hold => [new LongPressAction(Point(), Seconds())],
            Deed.Move => [new MovePointerAction(Point())],
            Deed.Drag =>
                [new DragAction(Point(), read.Point("coordinate2", word.Name), kind == ScreenKind.Phone ? SwipeDuration : DragDuration)],
            Deed.Press => [new PressKeysAction([.. read.Texts("keys", word.Name).Select(Key)])],
            Deed.Type => [new TypeTextAction(read.Text("text", word.Name))],
            Deed.Fill => Fill(),
            Deed.Scroll when !read.Has("direction") && read.Has("coordinate2") =>
                [new DragAction(Point(), read.Point("coordinate2", word.Name), SwipeDuration)],
            Deed.Scroll => [Scroll()],
            Deed.Open => [new OpenAction(read.Text("target", word.Name).Trim())],
            Deed.Search => [new OpenAction("https://www.bing.com/search?q=" + Uri.EscapeDataString(read.Text("text", word.Name)))],
            Deed.Back => [kind == ScreenKind.Phone ? new PressButtonAction(SystemButton.Back) : new PressKeysAction(["alt", "left"])],
            Deed.Home => [new PressButtonAction(SystemButton.Home)],
            Deed.Reload => [new PressKeysAction(["f5"])],
            Deed.Wait => [new WaitAction(Seconds())],
            _ => [],
        };
        return word.Deed switch
        {
            Deed.Note => (new ReplyDecision(read.Text("text", word.Name)), []),
            Deed.GiveUp => (new FinishDecision(false), []),
            Deed.Finish => (new FinishDecision(arguments["status"]?.ToString() != "failure", Said()), []),
            _ => (new ActDecision(actions[0]), actions[1..]),
        };

        ScreenPoint Point() => read.Point("coordinate", word.Name);

        TimeSpan Seconds() => TimeSpan.FromSeconds(read.Number("time", word.Name, 0, MaxSeconds, word.Seconds));

        string Key(string name) => kind == ScreenKind.Phone ? KeyNames.Mobile(name) : KeyNames.Computer(name);

        string? Said() => read.Has("text") && arguments["text"]?.ToString() is { Length: > 0 } text ? text : null;

        // Enter follows unless the model says otherwise, as both models were trained
        ScreenAction[] Fill()
        {
            var text = new TypeTextAction(read.Text("text", word.Name) + (IsFalse("press_enter") ? "" : "\n"));
            if (!read.Has("coordinate"))
                return [text];
            return IsTrue("delete_existing_text")
                ? [new TapAction(Point()), new PressKeysAction([Key("ctrl"), Key("a")]), new PressKeysAction([Key("backspace")]), text]
                : [new TapAction(Point()), text];
        }

        bool IsTrue(string name) => arguments[name]?.ToString() is "true" or "True";

        bool IsFalse(string name) => arguments[name]?.ToString() is "false" or "False";

        // half the screen a time, or the pixels that the model names: up if positive
        ScreenAction Scroll()
        {
            var (width, height) = (read.Map.Picture.Width, read.Map.Picture.Height);
            var place = read.Has("coordinate") ? Point() : new ScreenPoint(width / 2, height / 2);
            var (right, down) = read.Has("pixels")
                ? (0, -(int)Math.Round(read.Number("pixels", word.Name, -10_000, 10_000)))
                : read.Word("direction", word.Name, Directions) switch
                {
                    "down" => (0, height / 2),
                    "up" => (0, -height / 2),
                    "left" => (-width / 2, 0),
                    _ => (width / 2, 0),
                };
            return kind == ScreenKind.Phone
                ? new DragAction(place, Moved(place, -right, -down), SwipeDuration)
                : new ScrollAction(place, right, down);
        }

        ScreenPoint Moved(ScreenPoint from, int right, int down) => new(
            Math.Clamp(from.X + right, 0, read.Map.Picture.Width - 1), Math.Clamp(from.Y + down, 0, read.Map.Picture.Height - 1));
    }
}
