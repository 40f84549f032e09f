using Qwen.VisionLanguage.Checkpoints;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>The layers that encoder and decoder share: linear, RMS norm, SwiGLU, rotary embedding, reshapes.</summary>
/// <param name="plan">Where weights come from and how they are stored; its checkpoint must outlive the writing of the data files.</param>
/// <param name="graph">The graph that is built.</param>
internal sealed class GraphLayers(WeightPlan plan, GraphBuilder graph)
{
    private readonly Dictionary<(string Input, int[] Order), string> ordered = [];

    public GraphBuilder Graph => graph;

    public CheckpointTensor Tensor(string name) => plan.Checkpoint.GetTensor(name);

    /// <summary>y = x · Wᵀ (+ b), W from the checkpoint as `[out, in]`.</summary>
    public string Linear(string x, string name, MatrixSource weight, MatrixSource? bias = null)
    {
        var y = plan.Format(name).BlockFor(weight.PaddedColumns) is > 0 and var block
            ? BlockLinear(x, name, weight, block)
            : graph.Node("MatMul", [x, FloatMatrix(name, weight)]);
        return bias is null ? y : graph.Node("Add", [y, Vector(name + ".bias", bias)]);
    }

    /// <summary>A linear layer that is stored as floats whatever the format (the patch embedding: its input width fits no block).</summary>
    public string FloatLinear(string x, string name, MatrixSource weight) => graph.Node("MatMul", [x, FloatMatrix(name, weight)]);

    /// <summary>RMS norm: x / sqrt(mean(x²) + ε) · w, statistics in fp32.</summary>
    public string RmsNorm(string x, string name, float epsilon)
        => graph.Node(
            "SimplifiedLayerNormalization", [x, Vector(name, MatrixSource.Whole(Tensor(name)))], "", ("axis", -1), ("epsilon", epsilon),
            ("stash_type", 1));

    /// <summary>SwiGLU: down(silu(gate(x)) ⊙ up(x)), its inner width padded where blocks need it.</summary>
    public string SwiGlu(string x, string prefix, bool bias)
    {
        var gateTensor = Tensor($"{prefix}.gate_proj.weight");
        var downTensor = Tensor($"{prefix}.down_proj.weight");
        var inner = (int)gateTensor.Shape[0];
        var padded = plan.Format($"{prefix}.down_proj").PadInner(inner);

        var gate = Linear(x, $"{prefix}.gate_proj", MatrixSource.Whole(gateTensor) with { PaddedRows = padded }, Bias("gate_proj", padded));
        var up = Linear(x, $"{prefix}.up_proj", MatrixSource.Whole(Tensor($"{prefix}.up_proj.weight")) with
        {
            PaddedRows = padded
        }, Bias("up_proj", padded));
        var silu = graph.Node("Mul", [gate, graph.Node("Sigmoid", [gate])]);
        var product = graph.Node("Mul", [silu, up]); // [.., inner]
        return Linear(product, $"{prefix}.down_proj", MatrixSource.Whole(downTensor) with { PaddedColumns = padded }, Bias("down_proj", 0));

        MatrixSource? Bias(string layer, int rows)
        {
            if (!bias)
                return null;
            var source = MatrixSource.Whole(Tensor($"{prefix}.{layer}.bias"));
            return rows == 0 ? source : source with { PaddedRows = rows };
        }
    }

    /// <summary>
    /// x + y. In fp16 the sum is kept inside the format's range: single channels of the published checkpoints exceed it, and
    /// an infinity there would turn the norm behind it into NaN.
    /// </summary>
    public string Residual(string x, string y)
    {
        var sum = graph.Node("Add", [x, y]);
        return graph.Half ? graph.Node("Clip", [sum, graph.Scalar(-65504), graph.Scalar(65504)]) : sum;
    }

    /// <summary>Rotates pairs (v[i], v[i + d/2]) of every head. // x [batch, sequence, heads · d]</summary>
    public string Rotary(string x, string positions, string cos, string sin, int heads)
        => graph.Node("RotaryEmbedding", [x, positions, cos, sin], GraphBuilder.Microsoft, ("interleaved", 0), ("num_heads", heads));

    /// <summary>Reshape to a constant target; 0 keeps a dimension, -1 takes what is left.</summary>
    public string Reshape(string x, params ReadOnlySpan<long> target) => graph.Node("Reshape", [x, graph.Integers(target)]);

    /// <summary>Transpose to the given order of dimensions.</summary>
    public string Transpose(string x, params long[] order) => graph.Node("Transpose", [x], "", ("perm", order));

    /// <summary>A run-time input in fp32, cast to the activation type where that is another.</summary>
    public string FloatInput(string name, params ReadOnlySpan<string> dims)
    {
        var input = graph.Input(name, DataType.Float, dims);
        return graph.Half ? graph.Node("Cast", [input], "", ("to", (int)DataType.Float16)) : input;
    }

    /// <summary>A value of the activation type, brought to fp32 under the given name as an output of the graph.</summary>
    public void FloatOutput(string value, string name, params ReadOnlySpan<string> dims)
    {
        graph.NodeTo("Cast", [value], [name], "", ("to", (int)DataType.Float));
        graph.Output(name, DataType.Float, dims);
    }

    /// <summary>The inputs in another order, once for all matrices that want it.</summary>
    private string Ordered(string x, int[] order)
    {
        if (!ordered.TryGetValue((x, order), out var result))
        {
            result = graph.Node("Gather", [x, graph.Integers([.. order.Select(input => (long)input)])], "", ("axis", -1));
            ordered.Add((x, order), result);
        }

        return result;
    }

    private string Vector(string name, MatrixSource source)
        => graph.Add(new Initializer(
            name, graph.Activation, [source.PaddedRows], DataFile.Values, (output, _) => MatrixWriter.Vector(source, graph.Half, output)));

    private string FloatMatrix(string name, MatrixSource weight)
        => graph.Add(new Initializer(
            $"{name}.weight", graph.Activation, [weight.PaddedColumns, weight.PaddedRows], DataFile.Values,
            (output, cancel) => MatrixWriter.Transposed(weight, graph.Half, output, cancel)));

    private string BlockLinear(string x, string name, MatrixSource weight, int block)
    {
        if (plan.Order(name) is { } order)
            x = Ordered(x, order);
        var (bits, rows, blocks) = (plan.Format(name).Bits, weight.PaddedRows, weight.PaddedColumns / block);
        var zeroBytes = (long)rows * ((blocks * bits + 7) / 8);
        byte[] zeros = []; // known when the blocks are written, which stand before them in the same file
        var packed = graph.Add(new Initializer(
            $"{name}.blocks", DataType.Uint8, [rows, blocks, block * bits / 8], DataFile.Blocks,
            (output, cancel) => MatrixWriter.Blocks(weight, Coder(), zeros = new byte[zeroBytes], output, cancel)));
        var scales = graph.Add(new Initializer(
            $"{name}.scales", graph.Activation, [(long)rows * blocks], DataFile.Values,
            (output, cancel) => MatrixWriter.Scales(weight, Coder(), graph.Half, output, cancel)));
        var zeroPoints = graph.Add(new Initializer(
            $"{name}.zero_points", DataType.Uint8, [zeroBytes], DataFile.Blocks, (output, _) =>
            {
                output.Write(zeros);
                zeros = [];
            }));
        return graph.Node(
            "MatMulNBits", [x, packed, scales, zeroPoints], GraphBuilder.Microsoft,
            ("K", weight.PaddedColumns), ("N", rows), ("bits", bits), ("block_size", block), ("accuracy_level", 4));

        RowCoder Coder() => plan.Coder(name, weight, block);
    }
}
