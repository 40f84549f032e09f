using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs.GenAI;

/// <summary>
/// The decoder as ONNX Runtime GenAI calls it: embeddings, a mask of ones and three rows of positions in, logits of the last token out;
/// rotary tables are computed inside.
/// </summary>
internal static class GenAIDecoderGraph
{
    public const string Embeddings = "inputs_embeds";
    public const string Mask = "attention_mask";
    public const string PositionIds = "position_ids";
    public const string Logits = "logits";
    private const string Batch = "B";

    /// <summary>Builds the graph.</summary>
    public static GraphBuilder Build(WeightPlan plan, bool half)
    {
        var config = plan.Checkpoint.Config.Text;
        var graph = new GraphBuilder("decoder", half);
        var layers = new GraphLayers(plan, graph);
        var x = layers.FloatInput(Embeddings, Batch, "S", $"{config.HiddenSize}");
        var mask = graph.Input(Mask, DataType.Int64, Batch, "T");
        var positions = graph.Input(PositionIds, DataType.Int64, "3", Batch, "S");

        var keys = graph.Node("ReduceSum", [mask, graph.Integers(1)], "", ("keepdims", 0)); // [B]
        var last = Cast(graph.Node("Sub", [keys, graph.Integers(1)]), DataType.Int32);
        var total = Cast(graph.Node("Gather", [graph.Node("Shape", [mask]), graph.Integers(1)]), DataType.Int32); // [1]
        x = DecoderGraph.Layers(
            layers, config, x, Rope(layers, config, positions),
            (n, q, k, v) => DecoderGraph.InPlaceAttention(graph, config, n, q, k, v, last, total, "P", "C", Batch));

        // one row of logits: GenAI then makes room for one, whatever the prompt's length
        layers.FloatOutput(
            DecoderGraph.Head(layers, config, x, graph.Integers(-1)), Logits, Batch, "1", $"{config.VocabularySize}");
        return graph;

        string Cast(string value, DataType type) => graph.Node("Cast", [value], "", ("to", (int)type));
    }

    /// <summary>Each frequency follows the time, height or width position (<see cref="RotaryTable"/>).</summary>
    private static DecoderRope Rope(GraphLayers layers, TextConfig config, string positions)
    {
        var graph = layers.Graph;
        var half = config.HeadDim / 2;
        var axes = config.MropeSection.SelectMany((count, axis) => Enumerable.Repeat((long)axis, count)).ToArray();
        var place = graph.Node("Gather", [positions, graph.Integers(axes)], "", ("axis", 0)); // [half, B, S]
        place = layers.Reshape(layers.Transpose(place, 1, 2, 0), -1, half); // [B · S, half]
        var frequencies = graph.Floats(RotaryFrequencies.Create(config.RopeTheta, config.HeadDim, half, FrequencyPrecision.Single));
        var angles = graph.Node("Mul", [graph.Node("Cast", [place], "", ("to", (int)DataType.Float)), frequencies]);

        // every token has a row of its own
        var one = graph.Node("Squeeze", [graph.Integers(1)]);
        var zero = graph.Node("Squeeze", [graph.Integers(0)]);
        var time = graph.Node("Gather", [positions, zero], "", ("axis", 0)); // [B, S]
        var rows = graph.Node("Range", [zero, graph.Node("Size", [time]), one]);
        return new DecoderRope(
            Table("Cos"), Table("Sin"), graph.Node("Reshape", [rows, graph.Node("Shape", [time])]));

        string Table(string function) => graph.Node("Cast", [graph.Node(function, [angles])], "", ("to", (int)graph.Activation));
    }
}
