using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Graphs.Onnx;

namespace Qwen.VisionLanguage.Tests.Graphs;

/// <summary>Rejects any node that is not known to run right on the device: fewer kinds of node, fewer surprises.</summary>
public sealed class GraphVocabularyTests
{
    /// <summary>
    /// Operator → number of inputs, for every device. Rotary positions and indices are int64, everything else is the activation type or
    /// uint8.
    /// </summary>
    private static readonly Dictionary<string, int> Common = new()
    {
        ["MatMul"] = 2, ["Add"] = 2, ["Mul"] = 2, ["Sigmoid"] = 1, ["Softmax"] = 1, ["Reshape"] = 2, ["Transpose"] = 1,
        ["Gather"] = 2, ["Cast"] = 1, ["SimplifiedLayerNormalization"] = 2,
        ["com.microsoft.MatMulNBits"] = 4, ["com.microsoft.RotaryEmbedding"] = 4, ["com.microsoft.Gelu"] = 1,
    };

    private static readonly Dictionary<string, int> InPlaceAttention = new() { ["com.microsoft.GroupQueryAttention"] = 7 };

    /// <summary>DirectML's GroupQueryAttention cannot continue by several tokens, so it is no word of that device.</summary>
    private static readonly Dictionary<string, int> GrowingAttention = new() { ["Concat"] = 2 };

    private static readonly Dictionary<string, int> FusedVision = new() { ["com.microsoft.MultiHeadAttention"] = 3 };

    private static readonly Dictionary<string, int> HalfResidual = new() { ["Clip"] = 3 };

    [Theory]
    [InlineData(QwenPrecision.Float32)]
    [InlineData(QwenPrecision.Int8)]
    [InlineData(QwenPrecision.Int4)]
    [InlineData(QwenPrecision.Int4Plus)]
    public void Every_device_gets_only_operators_it_runs_right(QwenPrecision precision)
    {
        using var checkpoint = Checkpoint.Open(RepositoryFiles.DemoCheckpoint);
        foreach (var device in VisionLanguage.Runtime.DeviceProfile.Graphs)
        {
            var form = new GraphForm(precision, device.Half, device.Decoder, device.ExplicitVisionAttention);
            Check(VisionGraph.Build(
                new WeightPlan(checkpoint, precision), form.Half, form.ExplicitVisionAttention).Graph, Words(device), device.Name);
            Check(DecoderGraph.Build(new WeightPlan(checkpoint, precision), form.Half, form.Decoder).Graph, Words(device), device.Name);
        }
    }

    [Fact]
    public void A_foreign_operator_is_noticed()
    {
        var graph = new GraphBuilder("test", half: false);
        graph.Node("NonZero", [graph.Input("x", TensorProto.Types.DataType.Float, "N")]);
        Assert.Throws<Xunit.Sdk.TrueException>(() => Check(graph.Graph, Words(VisionLanguage.Runtime.DeviceProfile.OnnxCpu), "cpu"));
    }

    private static Dictionary<string, int> Words(VisionLanguage.Runtime.DeviceProfile device)
        => new[]
        {
            Common,
            device.Decoder == DecoderForm.Growing ? GrowingAttention : InPlaceAttention,
            device.ExplicitVisionAttention ? [] : FusedVision,
            device.Half ? HalfResidual : [],
        }.SelectMany(words => words).ToDictionary();

    private static void Check(GraphProto graph, Dictionary<string, int> words, string device)
    {
        var constants = graph.Initializer.Select(i => i.Name).ToHashSet();
        foreach (var node in graph.Node)
        {
            var op = node.Domain.Length > 0 ? $"{node.Domain}.{node.OpType}" : node.OpType;
            Assert.True(words.TryGetValue(op, out var inputs), $"{op} is not in the table of {device}.");
            Assert.True(node.Input.Count == inputs, $"{op} has {node.Input.Count} inputs on {device}, not {inputs}.");
            if (op == "Reshape")
                Assert.Contains(node.Input[1], constants); // no shape is computed at run time
        }

        Assert.Equal(graph.Node.SelectMany(n => n.Output).Count(), graph.Node.SelectMany(n => n.Output).Distinct().Count());
    }
}
