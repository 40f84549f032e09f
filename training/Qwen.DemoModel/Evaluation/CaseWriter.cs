using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.Cli.Evaluation;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.DemoModel.Evaluation;

/// <summary>
/// Draws held-out questions into a folder of cases, as <c>qwenvl evaluate</c> and the tests read it: pictures, frames of clips side
/// by side, and <c>cases.json</c>. Other seeds than the held-out table's.
/// </summary>
internal static class CaseWriter
{
    private const int FirstSeed = 1_800_000_001;

    /// <summary>What is drawn: name of the task, row of the table, kind of judgement.</summary>
    private static readonly (string Task, string Row, string Kind)[] Tasks =
    [
        ("box", "box, to 224 px", "box1"), ("box-shrunk", "box, to 448 px", "box1"), ("several", "several or all, every one right", "boxn"),
        ("point", "point inside the object", "point1"), ("count", "count exact", "count"), ("absent", "absent: empty list", "absent"),
        ("line", "read a line: character errors", "read"), ("spot-lines", "spot lines with boxes: F1", "spot"),
        ("fields", "key-value fields exact", "kie"),
        ("page", "page to QwenVL HTML: blocks", "page"), ("moment", "moment: mean IoU in seconds", "when"),
        ("events", "events: mean IoU in seconds", "events"),
        ("tap", "tap inside the control", "tap"), ("action", "right action", "action"),
        ("text-first", "box, text before picture", "box1"), ("other-system", "box, other system text", "box1"),
    ];

    /// <summary>Draws the cases anew; other tasks in the folder's list stay.</summary>
    /// <param name="folder">Created where absent.</param>
    /// <param name="each">Cases of each task.</param>
    /// <param name="only">Names of tasks; empty for all.</param>
    /// <param name="checkpoint">Folder of the model whose limits pictures are shrunk to.</param>
    public static void Write(string folder, int each, IReadOnlyList<string> only, string checkpoint)
    {
        using var model = Checkpoint.Open(checkpoint);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "cases.json");
        var chosen = Tasks.Where(task => only.Count == 0 || only.Contains(task.Task)).ToList();
        List<JsonNode> cases = File.Exists(path)
            ? [.. JsonNode.Parse(File.ReadAllBytes(path))!
                .AsArray()
                .Where(old => chosen.TrueForAll(task => task.Task != (string?)old!["task"]))
                .Select(old => old!.DeepClone())]
            : [];
        foreach (var (task, row, kind) in chosen)
        {
            var drawn = 0;
            for (var seed = FirstSeed; drawn < each; seed++)
            {
                if (Draw(task, TableRow.All.First(
                    other => other.Name == row), kind, $"{task}-{drawn:00}.png", seed, folder, model) is not { } made)
                    continue;
                cases.Add(made);
                drawn++;
            }
        }

        var temporary = path + ".tmp";
        File.WriteAllText(temporary, CaseList.ToText(cases));
        File.Move(temporary, path, overwrite: true);
    }

    private static JsonObject? Draw(string task, TableRow row, string kind, string file, int seed, string folder, Checkpoint model)
    {
        var dice = new Dice(seed, heldOut: true);
        var (width, height) = dice.Pick(row.Sizes);
        var picture = row.Task!.Draw(dice, width, height);

        // answers are in pixels of the picture that the model sees
        var asked = picture.Seen(model.Preprocessor, model.Config.Vision);
        if (row.Task.Ask(dice, asked, row.Kind) is not { } question)
            return null;
        using (var strip = Bitmaps.FromRgb(picture.Frames, width, height))
            Bitmaps.SavePng(strip, Path.Combine(folder, file));

        var made = new EvaluationCase
        {
            Task = task, Kind = kind, File = file, Prompt = question.Prompt, Reference = question.AnswerText,
            IsTextFirst = row.Form == RequestForm.TextFirst,
            System = row.Form == RequestForm.OtherSystemText ? TableRow.OtherSystemText : null,
            Truth = new EvaluationTruth
            {
                Objects = [.. asked.Things.Select(thing => new EvaluationObject(
                    thing.Name, [thing.Box.Left, thing.Box.Top, thing.Box.Right, thing.Box.Bottom],
                    [thing.Box.CentreX, thing.Box.CentreY]))],
            },
            Frames = picture.IsVideo ? picture.Frames.Count : null, FrameWidth = picture.IsVideo ? width : null,
            FrameHeight = picture.IsVideo ? height : null,
            Fps = picture.IsVideo ? picture.FramesPerSecond : null,
        };
        var json = JsonSerializer.SerializeToNode(made)!.AsObject();
        foreach (var empty in json.Where(
            property => property.Value is null || property.Value is JsonValue value && value.TryGetValue(out bool set) && !set)
            .Select(property => property.Key)
            .ToList())
            json.Remove(empty);
        return json;
    }
}
