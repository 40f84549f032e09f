using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.DemoModel.Drawing;
using Qwen.Extensions.AI.Tools;
using Qwen.Perception;
using Qwen.Screens;
using Qwen.Screens.Simulated;

namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>
/// The product's own functions over pictures and screens: their descriptions and schemas as applications send them, and the results
/// they give.
/// </summary>
internal static class ProductFunctions
{
    private static readonly Dictionary<string, string[]> Requests = new(StringComparer.Ordinal)
    {
        ["grounding_locate"] =
        [
            "Where is the {thing} in {file}?",
            "Find the {thing} in {file}.",
            "Locate every {thing} in {file}.",
            "Where in {file} is the {thing}?"
        ],
        ["grounding_locate_and_draw"] = ["Draw a box around the {thing} in {file}.", "Mark every {thing} in {file} with a box."],
        ["grounding_point"] = ["Point at the {thing} in {file}.", "Give me a point on the {thing} in {file}."],
        ["grounding_count"] = ["How many {thing}s are in {file}?", "Count the {thing}s in {file}.", "How many {thing}s does {file} show?"],
        ["grounding_describe_each"] = ["Describe each {thing} in {file}.", "What does every {thing} in {file} look like?"],
        ["reading_read_text"] = ["What does {file} say?", "Read the text in {file}.", "Read {file}.", "What is written in {file}?"],
        ["reading_spot_lines"] = ["Where does each line of text stand in {file}?", "Say where every line stands in {file}."],
        ["reading_extract_fields"] = ["Read the {key} and the {other} from {file}.", "What are the {key} and the {other} in {file}?"],
        ["reading_read_table"] = ["Read the table in {file}.", "Give me the table from {file}."],
    };

    private static readonly JsonSerializerOptions ResultJson = new(AIJsonUtilities.DefaultOptions)
    {
        WriteIndented = false,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private static readonly string[] Keys = ["company", "date", "total", "name", "address", "price", "number", "email"];

    private static readonly Lazy<IReadOnlyList<(string Name, string Json)>> All = new(() =>
    [
        .. new GroundingTasks(new NoClient()).AsTools()
            .Concat(new ReadingTasks(new NoClient()).AsTools())
            .Concat(new ScreensTasks(new NoClient(), Screen()).AsTools())
            .Where(function => Requests.ContainsKey(function.Name) || ScreenRequests.Knows(function.Name))
            .Select(function => (function.Name, ToolPrompt.Describe(function))),
    ]);

    /// <summary>Some of them, named as a chat client names them or as Semantic Kernel does.</summary>
    public static List<OfferedFunction> Draw(Dice dice, int count)
    {
        var capital = dice.Chance(0.4);
        return dice.Some(All.Value, count).ConvertAll(function =>
        {
            var name = capital ? Words.Capitalised(function.Name) : function.Name;
            return new OfferedFunction(
                name,
                function.Json.Replace($"\"{function.Name}\"", $"\"{name}\"", StringComparison.Ordinal),
                asked => Ask(asked, function.Name));
        });
    }

    /// <summary>A result as the product hands it to its client.</summary>
    public static string Json<T>(T result) => JsonSerializer.Serialize(result, ResultJson);

    private static GuardedScreen Screen() =>
        new(new SimulatedPhone(SimulatedPhoneOptions.Small), new ScreenGuardOptions { Policy = new ScreenPolicy() });

    private static FunctionRequest Ask(Dice dice, string function)
    {
        if (ScreenRequests.Knows(function))
            return ScreenRequests.Draw(dice, function);
        var (file, thing) = (dice.Chance(0.12) ? $"picture {dice.Between(1, 3)}" : FileNames.Any(dice), Thing(dice));
        var keys = dice.Some(Keys, 2);
        var text = dice.Pick(Requests[function])
            .Replace("{file}", file, StringComparison.Ordinal)
            .Replace("{thing}", thing, StringComparison.Ordinal)
                .Replace("{key}", keys[0], StringComparison.Ordinal).Replace("{other}", keys[1], StringComparison.Ordinal);
        List<(string, string)> arguments = [("picture", AnswerText.Quoted(file))];
        if (function == "reading_extract_fields")
            arguments.Add(("keys", $"[{AnswerText.Quoted(keys[0])}, {AnswerText.Quoted(keys[1])}]"));
        else if (function.StartsWith("grounding_", StringComparison.Ordinal))
            arguments.Add(("what", AnswerText.Quoted(function == "grounding_count" ? thing + "s" : thing)));
        var (result, answer) = function switch
        {
            "grounding_count" => Counted(dice, file, thing),
            "grounding_locate" => Located(dice, file, thing),
            "reading_read_text" => Read(dice),
            _ => (null, null),
        };
        return new FunctionRequest(text, arguments, result, answer);
    }

    private static (string, string) Counted(Dice dice, string file, string thing)
    {
        var count = dice.Between(0, 12);
        var raw = $"There {(count == 1 ? "is" : "are")} {count} {thing}{(count == 1 ? "" : "s")} in the image.";
        var size = Size(dice);
        return (
            Json(new CountResult { Count = count, Boxes = [], Points = [], RawText = raw, PictureSize = size, ModelSize = size }),
            $"There {(count == 1 ? "is" : "are")} {count} {thing}{(count == 1 ? "" : "s")} in {file}.");
    }

    // what was asked for by its shape alone is found with its colour
    private static (string, string) Located(Dice dice, string file, string thing)
    {
        var boxes = Enumerable.Range(0, dice.Between(0, 2)).Select(_ => (X: dice.Between(0, 150), Y: dice.Between(0, 150)))
            .Select(at =>
                new LocatedBox
                {
                    X1 = at.X,
                    Y1 = at.Y,
                    X2 = at.X + dice.Between(10, 70),
                    Y2 = at.Y + dice.Between(10, 70),
                    Label = ThingClass.Shapes.Contains(thing) ? $"{dice.Pick(Shade.Names)} {thing}" : thing,
                    Confidence = Math.Round(dice.Real(0.4, 1), 4),
                })
            .ToList();
        var answer = boxes.Count switch
        {
            0 => $"There is no {thing} in {file}.",
            1 => $"The {thing} is at ({boxes[0].X1}, {boxes[0].Y1}) to ({boxes[0].X2}, {boxes[0].Y2}).",
            _ => $"I found {boxes.Count} in {file}: {string.Join(", ", boxes.Select(box => box.Label))}.",
        };
        var lines = boxes.Select(box => $"\t{{\"bbox_2d\": [{box.X1}, {box.Y1}, {box.X2}, {box.Y2}], \"label\": \"{box.Label}\"}}");
        var raw = boxes.Count == 0 ? "```json\n[]\n```" : $"```json\n[\n{string.Join(",\n", lines)}\n]\n```";
        var size = Size(dice);
        return (Json(new LocateResult { Boxes = boxes, RawText = raw, PictureSize = size, ModelSize = size }), answer);
    }

    private static (string, string) Read(Dice dice)
    {
        var lines = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => Words.Line(dice, 16)).ToList();
        var size = Size(dice);
        var result = new TextResult { Lines = lines, RawText = string.Join('\n', lines), PictureSize = size, ModelSize = size };
        return (Json(result), $"It says: {string.Join(", ", lines)}");
    }

    private static PictureSize Size(Dice dice) => dice.Chance(0.5)
        ? new PictureSize(dice.Pick([112, 168, 224]), dice.Pick([56, 112, 168, 224]))
        : new PictureSize(dice.Between(40, 1999), dice.Between(40, 1999));

    private static string Thing(Dice dice) => dice.Between(0, 3) switch
    {
        0 => $"{dice.Pick(Shade.Names)} {dice.Pick(ThingClass.Shapes)}",
        1 => dice.Pick(ThingClass.Shapes),
        2 => Words.One(dice),
        _ => $"{dice.Pick(Shade.Names)} {Words.One(dice)}",
    };
}
