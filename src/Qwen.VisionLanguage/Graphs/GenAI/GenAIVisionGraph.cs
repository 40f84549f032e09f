using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs.GenAI;

/// <summary>
/// The vision encoder as ONNX Runtime GenAI calls it: patches in the order of merged units and the picture's grid in, features out. What
/// our own runtime computes beside the graph (<see cref="WindowLayout"/>, <see cref="VisionRotaryTable"/>) is part of this one.
/// </summary>
internal static class GenAIVisionGraph
{
    public const string PixelValues = "pixel_values";
    public const string Grid = "image_grid_thw";
    public const string Features = "image_features";

    /// <summary>Far below any score, yet finite also in fp16.</summary>
    private const float Masked = -1e4f;

    /// <summary>Builds the graph.</summary>
    public static GraphBuilder Build(WeightPlan plan, bool half, bool explicitAttention)
    {
        var config = plan.Checkpoint.Config.Vision;
        var graph = new GraphBuilder("vision", half);
        var layers = new GraphLayers(plan, graph);
        var pixels = layers.FloatInput(PixelValues, "P", $"{config.PatchLength}");

        // one picture, stated so: of several GenAI then calls the graph once for each
        var grid = layers.Reshape(graph.Input(Grid, DataType.Int64, "1", "3"), 3);
        var features = VisionGraph.Encode(layers, config, Prepare(layers, config, pixels, grid), explicitAttention);
        layers.FloatOutput(features, Features, "M", $"{config.OutputSize}");
        return graph;
    }

    private static VisionGraphInputs Prepare(GraphLayers layers, VisionConfig config, string pixels, string grid)
    {
        var graph = layers.Graph;
        int edge = config.WindowUnits, merge = config.MergeSize, patches = merge * merge;
        var slots = (long)edge * edge * patches;
        var rows = Div(Take(1), Number(merge)); // units
        var columns = Div(Take(2), Number(merge));

        // units of all windows, border windows padded // [window rows, window columns, edge, edge]
        var inner = Enumerable.Range(0, edge).Select(i => (long)i).ToArray();
        var row = Add(Along(rows, -1, 1, 1, 1), layers.Reshape(graph.Integers(inner), 1, 1, edge, 1));
        var column = Add(Along(columns, 1, -1, 1, 1), layers.Reshape(graph.Integers(inner), 1, 1, 1, edge));
        var real = graph.Node("And", [graph.Node("Less", [row, rows]), graph.Node("Less", [column, columns])]);
        var unit = graph.Node("Where", [real, Add(Mul(row, columns), column), Number(0)]);
        unit = layers.Reshape(unit, -1, edge * edge); // [W, units]; padding takes unit 0
        var realUnit = layers.Reshape(Cast(real, DataType.Int64), -1, edge * edge); // [W, units], 1 or 0

        var patchOfSlot = PerPatch(Mul(unit, Number(patches)), [.. Enumerable.Range(0, patches).Select(i => (long)i)]);
        var realSlot = layers.Reshape(
            Mul(Unsqueeze(realUnit), graph.Integers([.. Enumerable.Repeat(1L, patches)])), -1, slots); // [W, S], 1 or 0
        var flatReal = layers.Reshape(realSlot, -1);
        var bias = graph.Node("Mul", [Cast(graph.Node("Sub", [Number(1), realSlot]), graph.Activation), graph.Scalar(Masked)]);
        var before = graph.Node("Sub", [graph.Node("CumSum", [flatReal, Number(0)]), Number(1)]);
        var positions = graph.Node("Range", [Number(0), graph.Node("Size", [patchOfSlot]), Number(1)]);

        // where each unit of the raster went: the inverse of the real units in window order
        var places = layers.Reshape(graph.Node("NonZero", [layers.Reshape(realUnit, -1)]), -1); // [M]
        var units = graph.Node("Gather", [layers.Reshape(unit, -1), places]); // [M]
        var order = graph.Node("ScatterElements", [places, units, places], "", ("axis", 0));

        // angles: half of the frequencies follow the patch's row, half its column
        var unitRow = Div(unit, columns);
        var unitColumn = graph.Node("Sub", [unit, Mul(unitRow, columns)]);
        var down = PerPatch(Mul(unitRow, Number(merge)), [.. Enumerable.Range(0, patches).Select(i => (long)(i / merge))]);
        var across = PerPatch(Mul(unitColumn, Number(merge)), [.. Enumerable.Range(0, patches).Select(i => (long)(i % merge))]);
        var frequencies = graph.Floats(VisionRotaryTable.Frequencies(config, FrequencyPrecision.Single));
        var angles = graph.Node("Concat", [Angles(down), Angles(across)], "", ("axis", 1)); // [W · S, head dim / 2]

        return new VisionGraphInputs(
            Patches: graph.Node("Gather", [pixels, patchOfSlot], "", ("axis", 0)), // [W, S, patch]
            Cos: Cast(graph.Node("Cos", [angles]), graph.Activation),
            Sin: Cast(graph.Node("Sin", [angles]), graph.Activation),
            WindowPositions: layers.Reshape(positions, -1, slots),
            RealRows: graph.Node("NonZero", [flatReal]), // [1, N]
            WindowBias: layers.Reshape(bias, -1, 1, 1, slots),
            SlotRows: layers.Reshape(Mul(before, flatReal), -1, slots),
            UnitOrder: order);

        string Number(long value) => graph.Node("Squeeze", [graph.Integers(value)]);
        string Take(long index) => graph.Node("Gather", [grid, Number(index)]);
        string Add(string a, string b) => graph.Node("Add", [a, b]);
        string Mul(string a, string b) => graph.Node("Mul", [a, b]);
        string Div(string a, string b) => graph.Node("Div", [a, b]);
        string Cast(string x, DataType type) => graph.Node("Cast", [x], "", ("to", (int)type));
        string Unsqueeze(string x) => graph.Node("Unsqueeze", [x, graph.Integers(-1)]);

        // first unit of each window along one side, reshaped for broadcasting
        string Along(string count, params ReadOnlySpan<long> shape)
        {
            var windows = Div(Add(count, Number(edge - 1)), Number(edge));
            var starts = Mul(graph.Node("Range", [Number(0), windows, Number(1)]), Number(edge));
            return layers.Reshape(starts, shape);
        }

        // a number for each patch of each unit // [W, units] → [W, S]
        string PerPatch(string ofUnit, long[] added) => layers.Reshape(Add(Unsqueeze(ofUnit), graph.Integers(added)), -1, slots);

        string Angles(string place) => Mul(Cast(layers.Reshape(place, -1, 1), DataType.Float), frequencies);
    }
}
