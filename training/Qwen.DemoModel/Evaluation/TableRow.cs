using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;
using Qwen.DemoModel.Tasks.Talks;

namespace Qwen.DemoModel.Evaluation;

/// <summary>One row of the held-out table.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Goal">What should be reached.</param>
/// <param name="Task">Draws a picture and asks; null where there are words only, or two pictures.</param>
/// <param name="Kind">Kind of question.</param>
/// <param name="Sizes">Sizes of the pictures.</param>
/// <param name="Form">How the request is put together.</param>
internal sealed record TableRow(
    string Name, string Goal, ITask? Task, string Kind, IReadOnlyList<(int Width, int Height)> Sizes, RequestForm Form = RequestForm.Plain)
{
    private readonly ITalk? talks;
    private readonly PairTask? pairs;

    private TableRow(string name, string goal, string kind, ITalk talks)
        : this(name, goal, null, kind, [], RequestForm.Functions) => this.talks = talks;

    private TableRow(string name, string goal, string kind, PairTask pairs)
        : this(name, goal, null, kind, [], RequestForm.TwoPictures) => this.pairs = pairs;

    /// <summary>Draws one case; null when the picture gives no such question.</summary>
    public DrawnCase? Draw(Dice dice)
    {
        if (talks?.Draw(dice, 1, Kind) is { } talk)
            return Judge(new DrawnCase([], talk.Questions[0], talk.Tools));
        if (pairs?.Draw(dice, picture => picture, Kind) is { } pair)
            return Judge(new DrawnCase([pair.First, pair.Second], pair.Question, []));
        var (width, height) = dice.Pick(Sizes);
        var picture = Task!.Draw(dice, width, height);
        return Task.Ask(dice, picture, Kind) is { } question
            ? Judge(
                new DrawnCase([picture], question, Form == RequestForm.ToolsBlock ? [ToolTexts.Agent("mobile_use", width, height)] : []))
            : null;
    }

    private DrawnCase Judge(DrawnCase drawn) => drawn with { Question = drawn.Question with { Kind = Judged ?? drawn.Question.Kind } };

    /// <summary>What <see cref="RequestForm.OtherSystemText"/> asks with.</summary>
    public const string OtherSystemText = "You answer questions of visitors in a museum.";

    /// <summary>How its answers are judged; null for as its questions say.</summary>
    public string? Judged { get; init; }

    private static readonly FunctionTalk Talks = new();
    private static readonly PairTask Pairs = new();
    private static readonly (int, int)[] Small = [(112, 112), (112, 224), (224, 112), (140, 196), (196, 168), (224, 224)];
    private static readonly (int, int)[] Phone = [(112, 224), (140, 224), (168, 224), (224, 224)];
    private static readonly (int, int)[] Clip = [(56, 56)];
    private static readonly SceneTask Scenes = new();
    private static readonly ScreenTask Screens = new();

    /// <summary>All rows.</summary>
    public static IReadOnlyList<TableRow> All { get; } =
    [
        new("box, to 224 px", ">= 95 %", Scenes, "box", Small),
        new("box, to 448 px", ">= 85 %", Scenes, "box", [(448, 448), (336, 448), (420, 280), (280, 280)]),
        new("several or all, every one right", "", Scenes, "boxes", Small),
        new("point inside the object", ">= 95 %", Scenes, "point", Small),
        new("count exact", ">= 90 %", Scenes, "count", Small),
        new("absent: empty list", ">= 95 %", Scenes, "absent", Small),
        new("read a line: character errors", "<= 3 %", new LineTask(), "read", [
            (112, 28), (168, 28), (224, 28), (112, 56), (168, 56), (224, 56)
        ]),
        new("read lines: character errors", "", new LinesTask(), "read", [(112, 112)]),
        new("spot lines with boxes: F1", ">= 85 %", new LinesTask(), "spot", [(112, 112), (224, 112)]),
        new("key-value fields exact", ">= 90 %", new ReceiptTask(), "fields", [(224, 112), (224, 168)]),
        new("page to QwenVL HTML: blocks", ">= 80 %", new PageTask(), "page", [(168, 168), (224, 168), (224, 224)]),
        new("table to HTML: cells", ">= 75 %", new PageTask(), "table", [(168, 168), (224, 168), (224, 224)]),
        new("moment: mean IoU in seconds", ">= 0.8", new ClipTask(), "moment", Clip),
        new("events: mean IoU in seconds", ">= 0.8", new ClipTask(), "events", Clip),
        new("tap inside the control", ">= 95 %", Screens, "tap", Phone),
        new("tap inside, desktop form", "", Screens, "click", Phone),
        new("right action", ">= 95 %", Screens, "action", Phone),
        new("colour of an object", "", Scenes, "colour", Small),
        new("box, text before picture", "", Scenes, "box", Small, RequestForm.TextFirst),
        new("box, no system text", "", Scenes, "box", Small, RequestForm.NoSystemText),
        new("box, other system text", "", Scenes, "box", Small, RequestForm.OtherSystemText),
        new("box, tools block", "", Scenes, "box", Small, RequestForm.ToolsBlock),
        new("tap, tools block", "", Screens, "tap", Phone, RequestForm.ToolsBlock),
        new("small print, one line of 10 to 14 px: character errors", "<= 4 %", new Letters.PrintTask(
            heldOutFaces: true, largest: 14, mostLines: 1), "read", [(112, 56), (168, 56)]),
        new("small print, dense lines: character errors", "<= 4 %", new Letters.PrintTask(
            heldOutFaces: true, largest: 14), "read", [(112, 112), (168, 112)]),
        new("simulated phone, told a control", "", new SimulatedPhoneTask(), "tap", [(168, 280)]),
        new("simulated phone, open an app and tap a control, each step", "", new SimulatedPhoneTask(), "plan", [(168, 280)]),
        new("simulated phone, apps never trained", ">= 85 %", new SimulatedPhoneTask(untrained: true), "tap", [(168, 280)]),
        new("clip shows it or not", "", new ClipTask(), "verify", Clip),
        new("clip in fields, as the index asks", "", new ClipTask(), "caption", Clip),
        new("right function", ">= 95 %", "call", Talks) { Judged = "function" },
        new("right function with right arguments", ">= 90 %", "call", Talks),
        new("answer from a result", ">= 90 %", "result", Talks),
        new("two calls in turn, each step of them", "", "plan", Talks),
        new("a second request: right function, right arguments", "", "next", Talks),
        new("no function fits: says so", ">= 90 %", "refuse", Talks),
        new("asked in words what it never learned: says so", ">= 90 %", "unlearned", Talks),
        new("asked about a photograph: says so", ">= 90 %", new PhotoTask(), "unlearned", Small),
        new("which of two pictures", "", "which", Pairs),
        new("what differs between two pictures", "", "compare", Pairs),
    ];
}
