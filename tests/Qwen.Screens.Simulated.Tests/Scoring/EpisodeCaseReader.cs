using System.Globalization;
using System.Text.Json;
using Qwen.Screens.Agent;
using Qwen.Screens.Contract;
using Qwen.Screens.Recording;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>Reads steps of recorded episodes.</summary>
internal static class EpisodeCaseReader
{
    private static readonly TimeSpan SwipeDuration = TimeSpan.FromMilliseconds(300);

    /// <summary>Steps of Android in the Zoo: places in shares of the screen, <c>result_action_type</c> as in Android in the Wild.</summary>
    /// <param name="path">JSON lines or a list, a step each.</param>
    /// <param name="measure">Size of a screenshot by its file.</param>
    /// <exception cref="QwenException">A line is no such step; the message says which.</exception>
    public static IEnumerable<EpisodeStepCase> ReadAndroidInTheZoo(string path, Func<string, PixelSize> measure) =>
        JsonLines.Read(path).Select(item => Check(path, item.Line, () =>
        {
            var json = item.Value;
            var picture = Text(json, "image_path");
            var size = measure(picture);
            var elements = json.TryGetProperty("ui_positions", out var boxes) ? Numbers(boxes).Chunk(4) : [];
            return new EpisodeStepCase
            {
                Episode = Text(json, "episode_id"),
                Step = json.GetProperty("step_id").GetInt32(),
                Goal = Text(json, "instruction"),
                Picture = picture,
                Size = size,
                Wanted = ReadZooAction(json, size),
                Elements = [.. elements.Select(box => ToBox(box, size))],
            };
        }));

    /// <summary>Steps of Android Control: <c>action</c> is an object with <c>action_type</c> and pixels.</summary>
    /// <inheritdoc cref="ReadAndroidInTheZoo"/>
    public static IEnumerable<EpisodeStepCase> ReadAndroidControl(string path, Func<string, PixelSize> measure) =>
        JsonLines.Read(path).Select(item => Check(path, item.Line, () =>
        {
            var json = item.Value;
            var picture = Text(json, "image_path");
            var size = measure(picture);
            return new EpisodeStepCase
            {
                Episode = Text(json, "episode_id"),
                Step = json.GetProperty("step_id").GetInt32(),
                Goal = Text(json, "goal"),
                Instruction = json.TryGetProperty("step_instruction", out var instruction) ? instruction.GetString() : null,
                Picture = picture,
                Size = size,
                Wanted = ReadControlAction(json.GetProperty("action"), size),
                Elements = json.TryGetProperty("bbox", out var box) ? [ToBox([.. Numbers(box)])] : [],
            };
        }));

    private static ScreenDecision ReadZooAction(JsonElement json, PixelSize size)
    {
        switch (json.GetProperty("result_action_type").GetInt32())
        {
            case 3:
                return new ActDecision(new TypeTextAction(Text(json, "result_action_text")));
            case 4:
                var (from, to) = (ToPoint(json, "result_touch_yx", size), ToPoint(json, "result_lift_yx", size));
                return new ActDecision(from == to ? new TapAction(from) : new DragAction(from, to, SwipeDuration));
            case 5:
                return new ActDecision(new PressButtonAction(SystemButton.Back));
            case 6:
                return new ActDecision(new PressButtonAction(SystemButton.Home));
            case 7:
                return new ActDecision(new PressButtonAction(SystemButton.Enter));
            case 10:
                return new FinishDecision(true);
            case 11:
                return new FinishDecision(false);
            case var other:
                throw new KeyNotFoundException($"\"result_action_type\" {other} is unknown.");
        }
    }

    private static ScreenDecision ReadControlAction(JsonElement action, PixelSize size) => Text(action, "action_type") switch
    {
        "click" => new ActDecision(new TapAction(Point(action))),
        "long_press" => new ActDecision(new LongPressAction(Point(action), TimeSpan.FromSeconds(1))),
        "input_text" => new ActDecision(new TypeTextAction(Text(action, "text"))),
        "open_app" => new ActDecision(new OpenAction(Text(action, "app_name"))),
        "navigate_back" => new ActDecision(new PressButtonAction(SystemButton.Back)),
        "navigate_home" => new ActDecision(new PressButtonAction(SystemButton.Home)),
        "wait" => new ActDecision(new WaitAction(TimeSpan.FromSeconds(1))),
        "scroll" => new ActDecision(ToScroll(Text(action, "direction"), size)),
        "status" or "terminate" => new FinishDecision(Text(action, "goal_status") is "successful" or "success" or "complete"),
        var other => throw new KeyNotFoundException($"\"action_type\" \"{other}\" is unknown."),
    };

    private static ScrollAction ToScroll(string direction, PixelSize size)
    {
        var middle = new ScreenPoint(size.Width / 2, size.Height / 2);
        return direction switch
        {
            "down" => new ScrollAction(middle, 0, size.Height / 2),
            "up" => new ScrollAction(middle, 0, -size.Height / 2),
            "right" => new ScrollAction(middle, size.Width / 2, 0),
            "left" => new ScrollAction(middle, -size.Width / 2, 0),
            _ => throw new KeyNotFoundException($"\"direction\" \"{direction}\" is unknown."),
        };
    }

    private static ScreenPoint Point(JsonElement action) =>
        new((int)action.GetProperty("x").GetDouble(), (int)action.GetProperty("y").GetDouble());

    // [y, x] in shares of the screen
    private static ScreenPoint ToPoint(JsonElement json, string name, PixelSize size) =>
        Numbers(json.GetProperty(name)).ToArray() is [var y, var x]
            ? new ScreenPoint((int)Math.Round(x * size.Width), (int)Math.Round(y * size.Height))
            : throw new KeyNotFoundException($"\"{name}\" is no point.");

    // [y, x, height, width] in shares of the screen
    private static ScreenBox ToBox(double[] box, PixelSize size) => box is [var y, var x, var height, var width]
        ? new ScreenBox(x * size.Width, y * size.Height, x * size.Width + width * size.Width, y * size.Height + height * size.Height)
        : throw new KeyNotFoundException("An element has not four numbers.");

    private static ScreenBox ToBox(double[] box) =>
        box is [var left, var top, var right, var bottom]
            ? new ScreenBox(left, top, right, bottom)
            : throw new KeyNotFoundException("\"bbox\" has not four numbers.");

    // nested lists, or the text of such
    private static IEnumerable<double> Numbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.Number => [value.GetDouble()],
        JsonValueKind.String => value.GetString()!.Split(['[', ']', ',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => double.Parse(part, CultureInfo.InvariantCulture)),
        _ => throw new KeyNotFoundException($"Numbers are expected, not {value.ValueKind}."),
    };

    private static string Text(JsonElement json, string name)
    {
        var value = json.GetProperty(name);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    private static EpisodeStepCase Check(string path, int line, Func<EpisodeStepCase> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new QwenException($"Line {line} of {path} is no step of this suite: {error.Message}", error);
        }
    }
}
