using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks;

namespace Qwen.DemoModel.Evaluation;

/// <summary>One row of the held-out table.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Goal">What should be reached.</param>
/// <param name="Task">Draws and asks.</param>
/// <param name="Kind">Kind of question.</param>
/// <param name="Sizes">Sizes of the pictures.</param>
/// <param name="Form">How the request is put together.</param>
internal sealed record TableRow(string Name, string Goal, ITask Task, string Kind, IReadOnlyList<(int Width, int Height)> Sizes, RequestForm Form = RequestForm.Plain)
{
    /// <summary>What <see cref="RequestForm.OtherSystemText"/> asks with.</summary>
    public const string OtherSystemText = "You answer questions of visitors in a museum.";

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
        new("read a line: character errors", "<= 3 %", new LineTask(), "read", [(112, 28), (168, 28), (224, 28), (112, 56), (168, 56), (224, 56)]),
        new("read lines: character errors", "", new LinesTask(), "read", [(112, 112)]),
        new("spot lines with boxes: F1", ">= 85 %", new LinesTask(), "spot", [(112, 112), (224, 112)]),
        new("key-value fields exact", ">= 90 %", new ReceiptTask(), "fields", [(224, 112), (224, 168)]),
        new("page to QwenVL HTML: blocks", ">= 80 %", new PageTask(), "page", [(168, 168), (224, 168), (224, 224)]),
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
    ];
}
