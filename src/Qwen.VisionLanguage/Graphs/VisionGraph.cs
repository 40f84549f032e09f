using Qwen.VisionLanguage.Checkpoints;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// The vision encoder as an ONNX graph: one picture, or one temporal slice of a video, per run.
/// </summary>
/// <remarks>
/// Patches arrive sorted into windows of S rows, border windows padded (<see cref="Positions.WindowLayout"/>). Window blocks
/// work on all windows as a batch; full blocks gather the N real rows, attend, and go back. Architecture: Qwen2.5-VL
/// technical report (arXiv 2502.13923) §2.1.1.
/// </remarks>
internal static class VisionGraph
{
    public const string Patches = "patches";
    public const string Cos = "rope_cos";
    public const string Sin = "rope_sin";
    public const string WindowPositions = "window_positions";
    public const string WindowBias = "window_bias";
    public const string RealRows = "real_rows";
    public const string SlotRows = "slot_rows";
    public const string UnitOrder = "unit_order";
    public const string Features = "features";

    private const float Epsilon = 1e-6f;

    /// <summary>Builds the graph.</summary>
    /// <param name="plan">Source of the weights, and how they are stored.</param>
    /// <param name="half">Whether activations are fp16.</param>
    /// <param name="explicitAttention">Full attention from plain operators, for devices whose fused kernel fails the self test.</param>
    public static GraphBuilder Build(WeightPlan plan, bool half, bool explicitAttention)
    {
        var config = plan.Checkpoint.Config.Vision;
        var graph = new GraphBuilder("vision", half);
        var layers = new GraphLayers(plan, graph);
        var headText = (config.HeadDim / 2).ToString(System.Globalization.CultureInfo.InvariantCulture);

        var features = Encode(layers, config, new VisionGraphInputs(
            layers.FloatInput(Patches, "W", "S", $"{config.PatchLength}"),
            layers.FloatInput(Cos, "R", headText),
            layers.FloatInput(Sin, "R", headText),
            graph.Input(WindowPositions, DataType.Int64, "W", "S"),
            graph.Input(RealRows, DataType.Int64, "1", "N"),
            layers.FloatInput(WindowBias, "W", "1", "1", "S"),
            graph.Input(SlotRows, DataType.Int64, "W", "S"),
            graph.Input(UnitOrder, DataType.Int64, "M")), explicitAttention);
        layers.FloatOutput(features, Features, "M", $"{config.OutputSize}");
        return graph;
    }

    /// <summary>The encoder between its inputs and its features.</summary>
    /// <returns>The features in raster order. // [M, out]</returns>
    public static string Encode(GraphLayers layers, VisionConfig config, VisionGraphInputs inputs, bool explicitAttention)
    {
        var (graph, width) = (layers.Graph, config.HiddenSize);

        var kernel = layers.Tensor("visual.patch_embed.proj.weight");
        var x = layers.FloatLinear(inputs.Patches, "visual.patch_embed.proj", MatrixSource.Whole(kernel)); // [W, S, width]
        for (var n = 0; n < config.BlockCount; n++)
        {
            var block = $"visual.blocks.{n}";
            var normed = layers.RmsNorm(x, $"{block}.norm1.weight", Epsilon);
            var attended = config.FullAttentionBlocks.Contains(n)
                ? FullAttention(layers, config, block, normed, inputs, explicitAttention)
                : WindowAttention(layers, config, block, normed, inputs);
            x = layers.Residual(x, attended);
            x = layers.Residual(x, layers.SwiGlu(layers.RmsNorm(x, $"{block}.norm2.weight", Epsilon), $"{block}.mlp", bias: true));
        }

        // merger: four neighbouring patches become one unit
        var merged = layers.RmsNorm(x, "visual.merger.ln_q.weight", Epsilon);
        merged = layers.Reshape(merged, 0, -1, (long)width * config.MergeSize * config.MergeSize); // [W, S/4, 4 · width]
        merged = Dense(layers, merged, "visual.merger.mlp.0");
        merged = graph.Node("Gelu", [merged], GraphBuilder.Microsoft);
        merged = Dense(layers, merged, "visual.merger.mlp.2");
        merged = layers.Reshape(merged, -1, config.OutputSize); // [W · S/4, out]
        return graph.Node("Gather", [merged, inputs.UnitOrder], "", ("axis", 0)); // raster order
    }

    private static string WindowAttention(GraphLayers layers, VisionConfig config, string block, string x, VisionGraphInputs inputs)
    {
        var q = layers.Rotary(Projection(layers, config, block, x, 0), inputs.WindowPositions, inputs.Cos, inputs.Sin, config.HeadCount);
        var k = layers.Rotary(Projection(layers, config, block, x, 1), inputs.WindowPositions, inputs.Cos, inputs.Sin, config.HeadCount);
        var v = Projection(layers, config, block, x, 2);
        return Dense(layers, Attend(layers, config, q, k, v, inputs.WindowBias), $"{block}.attn.proj");
    }

    private static string FullAttention(
        GraphLayers layers, VisionConfig config, string block, string x, VisionGraphInputs inputs, bool explicitAttention)
    {
        var graph = layers.Graph;
        var flat = layers.Reshape(x, -1, config.HiddenSize);
        var real = graph.Node("Gather", [flat, inputs.RealRows], "", ("axis", 0)); // [1, N, width]
        var q = layers.Rotary(Projection(layers, config, block, real, 0), inputs.RealRows, inputs.Cos, inputs.Sin, config.HeadCount);
        var k = layers.Rotary(Projection(layers, config, block, real, 1), inputs.RealRows, inputs.Cos, inputs.Sin, config.HeadCount);
        var v = Projection(layers, config, block, real, 2);
        var attended = explicitAttention
            ? Attend(layers, config, q, k, v, bias: null)
            : graph.Node("MultiHeadAttention", [q, k, v], GraphBuilder.Microsoft, ("num_heads", config.HeadCount));
        var projected = layers.Reshape(Dense(layers, attended, $"{block}.attn.proj"), -1, config.HiddenSize); // [N, width]

        // padded slots take row 0: finite values that the window bias keeps out of every sum
        return graph.Node("Gather", [projected, inputs.SlotRows], "", ("axis", 0)); // [W, S, width]
    }

    /// <summary>softmax(q · kᵀ / sqrt(d) + bias) · v within each row of the batch, from plain operators.</summary>
    private static string Attend(GraphLayers layers, VisionConfig config, string q, string k, string v, string? bias)
    {
        var graph = layers.Graph;
        long heads = config.HeadCount, dim = config.HeadDim;
        q = graph.Node("Mul", [q, graph.Scalar(1 / MathF.Sqrt(dim))]);
        q = layers.Transpose(layers.Reshape(q, 0, 0, heads, dim), 0, 2, 1, 3); // [W, heads, S, d]
        k = layers.Transpose(layers.Reshape(k, 0, 0, heads, dim), 0, 2, 3, 1); // [W, heads, d, S]
        v = layers.Transpose(layers.Reshape(v, 0, 0, heads, dim), 0, 2, 1, 3);
        var scores = graph.Node("MatMul", [q, k]); // [W, heads, S, S]
        if (bias is not null)
            scores = graph.Node("Add", [scores, bias]);
        var mixed = graph.Node("MatMul", [graph.Node("Softmax", [scores], "", ("axis", -1)), v]);
        return layers.Reshape(layers.Transpose(mixed, 0, 2, 1, 3), 0, 0, config.HiddenSize);
    }

    /// <summary>One third of the fused q/k/v layer.</summary>
    private static string Projection(GraphLayers layers, VisionConfig config, string block, string x, int third)
    {
        var (first, width) = (third * config.HiddenSize, config.HiddenSize);
        var weight = MatrixSource.Whole(layers.Tensor($"{block}.attn.qkv.weight")) with
        {
            FirstRow = first,
            Rows = width,
            PaddedRows = width
        };
        var bias = MatrixSource.Whole(layers.Tensor($"{block}.attn.qkv.bias")) with { FirstRow = first, Rows = width, PaddedRows = width };
        return layers.Linear(x, $"{block}.attn.{"qkv"[third]}", weight, bias);
    }

    private static string Dense(GraphLayers layers, string x, string name)
        => layers.Linear(x, name, MatrixSource.Whole(layers.Tensor($"{name}.weight")), MatrixSource.Whole(layers.Tensor($"{name}.bias")));
}
