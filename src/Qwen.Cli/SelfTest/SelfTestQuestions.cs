using Qwen.Cli.Evaluation;

namespace Qwen.Cli.SelfTest;

/// <summary>What the self test asks about <see cref="DrawnScene"/>; right is judged as in an evaluation.</summary>
internal static class SelfTestQuestions
{
    /// <summary>The questions, each with its perfect answer.</summary>
    public static IReadOnlyList<EvaluationCase> All { get; } =
    [
        Box("Locate the red circle, report the bbox coordinates in JSON format.", "red circle", DrawnScene.Circle),
        Box("Locate the blue square, output its bbox coordinates using JSON format.", "blue square", DrawnScene.Square),
        new EvaluationCase
        {
            Task = "point",
            Kind = "point1",
            File = "",
            Prompt = "Point to the red circle, output its coordinates in JSON format.",
            Reference = "{\"point_2d\": [32, 36], \"label\": \"red circle\"}",
            Truth = new EvaluationTruth { Objects = [new EvaluationObject("red circle", DrawnScene.Circle, [32, 36])] },
        },
        new EvaluationCase
        {
            Task = "absent",
            Kind = "absent",
            File = "",
            Prompt = "Locate the green star, report the bbox coordinates in JSON format.",
            Reference = "[]",
        },
    ];

    private static EvaluationCase Box(string prompt, string label, int[] box) => new()
    {
        Task = "box",
        Kind = "box1",
        File = "",
        Prompt = prompt,
        Reference = $$"""[{"bbox_2d": [{{string.Join(", ", box)}}], "label": "{{label}}"}]""",
    };
}
