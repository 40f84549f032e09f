using Qwen.DemoModel.Tasks;
using Qwen.DemoModel.Tasks.Talks;

namespace Qwen.DemoModel.Data;

/// <summary>A kind of batch: pictures of about one size, so that little is padding.</summary>
/// <param name="Name">Its name in the mix and in the log.</param>
/// <param name="Examples">Pictures in a batch.</param>
/// <param name="TextTokens">Tokens that questions and answers of one picture may have together.</param>
/// <param name="Kinds">What is drawn, how often, and at which sizes.</param>
internal sealed record Bucket(
    string Name,
    int Examples,
    int TextTokens,
    IReadOnlyList<(double Weight, ITask Task, IReadOnlyList<(int Width, int Height)> Sizes)> Kinds)
{
    /// <summary>Draws requests without pictures instead; null where pictures are drawn.</summary>
    public ITalk? Talk { get; init; }

    /// <summary>Draws two pictures with one question instead; null where one picture is drawn.</summary>
    public PairTask? Pairs { get; init; }

    private static readonly SceneTask Scenes = new();
    private static readonly LinesTask Lines = new();
    private static readonly ScreenTask Screens = new();
    private static readonly ReceiptTask Receipts = new();

    private static readonly (int, int)[] Large =
    [
        (224, 224), (224, 224), (168, 168), (168, 224), (224, 168), (140, 224), (224, 140), (112, 168), (140, 140), (196, 196)
    ];

    /// <summary>All kinds of batches by name.</summary>
    public static readonly IReadOnlyDictionary<string, Bucket> All = new Bucket[]
    {
        new("g1", 16, 176, [(1, Scenes, [(112, 112)])]),
        new("g2", 14, 190,
        [
            (0.65, Screens, [(112, 224)]), (0.35, Scenes, [(112, 224), (224, 112)]),
        ]),
        new("g4", 12, 190, [
            (0.5, Scenes, Large),
            (0.05, new PhotoTask(), Large),
            (0.45, Screens, [(140, 224), (168, 224), (168, 224), (196, 224), (224, 224)])
        ]),
        new("m", 12, 290, [
            (0.55, Lines, [(112, 112), (112, 112), (168, 112), (224, 112), (168, 140)]),
            (0.45, Receipts, [(224, 112), (224, 112), (196, 112), (224, 140)])
        ]),
        new("p", 8, 380, [
            (0.75, new PageTask(), [(168, 168), (224, 168), (168, 224), (224, 224)]),
            (0.25, Receipts, [(224, 168), (168, 224)])
        ]),
        new("l1", 20, 48, [
            (1, new LineTask(), [(112, 28), (140, 28), (168, 28), (196, 28), (224, 28), (224, 28), (252, 28), (280, 28), (336, 28)])
        ]),
        new("l2", 20, 48, [(1, new LineTask(), [(84, 56), (112, 56), (140, 56), (168, 56), (196, 56), (224, 56), (224, 56)])]),
        new("s", 11, 170, [(1, new SimulatedPhoneTask(), [(168, 280)])]),
        new("v", 14, 400, [(1, new ClipTask(), [(56, 56)])]),
        new("t", 9, 560, []) { Talk = new FunctionTalk() },
        new("d", 10, 120, []) { Pairs = new PairTask() },
        new("x", 10, 180, [
            (0.6, Scenes, [(448, 448), (336, 448), (448, 336), (336, 336)]),
            (0.4, Screens, [(224, 448), (252, 448), (336, 448)])
        ]),
    }.ToDictionary(bucket => bucket.Name);
}
