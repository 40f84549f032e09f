using System.Globalization;
using Qwen.VisionLanguage.Checkpoints;
using static Qwen.VisionLanguage.Graphs.Onnx.TensorProto.Types;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>The decoder as an ONNX graph: S new tokens on top of P kept ones, logits for the wanted rows.</summary>
/// <remarks>
/// Embeddings are looked up and rotary tables computed by the host, so that pictures and absolute time are plain data here.
/// Keys are cached after rotation. Architecture: spec of Qwen2.5 with multimodal rotary positions, arXiv 2502.13923 §2.1.3.
/// </remarks>
internal static class DecoderGraph
{
    public const string Embeddings = "inputs_embeds";
    public const string Cos = "rope_cos";
    public const string Sin = "rope_sin";
    public const string LastKeyIndex = "seqlens_k";
    public const string TotalLength = "total_sequence_length";
    public const string AttentionBias = "attention_bias";
    public const string LogitIndex = "logit_index";
    public const string Logits = "logits";

    public static string PastKey(int layer) => string.Create(CultureInfo.InvariantCulture, $"past_key.{layer}");

    public static string PastValue(int layer) => string.Create(CultureInfo.InvariantCulture, $"past_value.{layer}");

    public static string PresentKey(int layer) => string.Create(CultureInfo.InvariantCulture, $"present_key.{layer}");

    public static string PresentValue(int layer) => string.Create(CultureInfo.InvariantCulture, $"present_value.{layer}");

    /// <summary>Builds the graph.</summary>
    public static GraphBuilder Build(WeightPlan plan, bool half, DecoderForm form)
    {
        var config = plan.Checkpoint.Config.Text;
        var graph = new GraphBuilder("decoder", half);
        var layers = new GraphLayers(plan, graph);

        var x = layers.FloatInput(Embeddings, "1", "S", $"{config.HiddenSize}");
        var halfHead = $"{config.HeadDim / 2}";
        var rope = new DecoderRope(
            layers.FloatInput(Cos, "S", halfHead), layers.FloatInput(Sin, "S", halfHead), Positions: graph.Integers(0));
        var (lengths, total, bias) = form == DecoderForm.InPlace
            ? (graph.Input(LastKeyIndex, DataType.Int32, "1"), graph.Input(TotalLength, DataType.Int32, "1"), "")
            : ("", "", layers.FloatInput(AttentionBias, "1", "1", "GS", "T"));
        x = Layers(layers, config, x, rope, (n, q, k, v) => form == DecoderForm.InPlace
            ? InPlaceAttention(graph, config, n, q, k, v, lengths, total)
            : GrowingAttention(layers, config, n, q, k, v, bias));

        // only the wanted rows go through the head
        var index = graph.Input(LogitIndex, DataType.Int64, "R");
        layers.FloatOutput(Head(layers, config, x, index), Logits, "1", "R", $"{config.VocabularySize}");
        return graph;
    }

    /// <summary>All layers. // [B, S, hidden] → [B, S, hidden]</summary>
    /// <param name="layers">What they are built from.</param>
    /// <param name="config">Their sizes.</param>
    /// <param name="x">Embeddings.</param>
    /// <param name="rope">Rotary tables and the rows that the tokens take of them.</param>
    /// <param name="attend">Attention of a layer over its rotated queries, rotated keys and values.</param>
    public static string Layers(
        GraphLayers layers, TextConfig config, string x, DecoderRope rope, Func<int, string, string, string, string> attend)
    {
        for (var n = 0; n < config.LayerCount; n++)
        {
            var layer = $"model.layers.{n}";
            var normed = layers.RmsNorm(x, $"{layer}.input_layernorm.weight", config.RmsNormEpsilon);
            var q = layers.Rotary(Projection("q"), rope.Positions, rope.Cos, rope.Sin, config.HeadCount);
            var k = layers.Rotary(Projection("k"), rope.Positions, rope.Cos, rope.Sin, config.KeyValueHeadCount);
            var attended = attend(n, q, k, Projection("v"));
            x = layers.Residual(x, Matrix(layers, attended, $"{layer}.self_attn.o_proj"));
            normed = layers.RmsNorm(x, $"{layer}.post_attention_layernorm.weight", config.RmsNormEpsilon);
            x = layers.Residual(x, layers.SwiGlu(normed, $"{layer}.mlp", bias: false));

            string Projection(string letter)
                => layers.Linear(
                    normed, $"{layer}.self_attn.{letter}_proj",
                    MatrixSource.Whole(layers.Tensor($"{layer}.self_attn.{letter}_proj.weight")),
                    MatrixSource.Whole(layers.Tensor($"{layer}.self_attn.{letter}_proj.bias")));
        }

        return x;
    }

    /// <summary>The head over the rows of an index. // [B, S, hidden] → [B, R, vocabulary]</summary>
    public static string Head(GraphLayers layers, TextConfig config, string x, string index)
    {
        x = layers.Graph.Node("Gather", [x, index], "", ("axis", 1)); // [B, R, hidden]
        return Matrix(layers, layers.RmsNorm(x, "model.norm.weight", config.RmsNormEpsilon), "lm_head");
    }

    /// <summary>Attention over keys and values that lie in one buffer. // [B, S, heads · d]</summary>
    public static string InPlaceAttention(
        GraphBuilder graph, TextConfig config, int layer, string q, string k, string v, string lengths, string total, string past = "M",
        string present = "M", string batch = "1")
    {
        DeclareCache(graph, config, layer, past, present, batch);
        var output = $"attention.{layer}";
        graph.NodeTo(
            "GroupQueryAttention", [q, k, v, PastKey(layer), PastValue(layer), lengths, total],
            [output, PresentKey(layer), PresentValue(layer)], GraphBuilder.Microsoft,
            ("num_heads", config.HeadCount), ("kv_num_heads", config.KeyValueHeadCount), ("do_rotary", 0));
        return output;
    }

    private static string Matrix(GraphLayers layers, string input, string name)
        => layers.Linear(input, name, MatrixSource.Whole(layers.Tensor($"{name}.weight")));

    /// <summary>The query heads of one key/value head are stacked as rows, so that nothing is repeated in memory.</summary>
    private static string GrowingAttention(GraphLayers layers, TextConfig config, int layer, string q, string k, string v, string bias)
    {
        var graph = layers.Graph;
        DeclareCache(graph, config, layer, "P", "T", "1");
        long keyHeads = config.KeyValueHeadCount, group = config.HeadCount / config.KeyValueHeadCount, dim = config.HeadDim;
        q = graph.Node("Mul", [q, graph.Scalar(1 / MathF.Sqrt(dim))]);
        q = layers.Transpose(layers.Reshape(q, 0, 0, keyHeads, group, dim), 0, 2, 3, 1, 4); // [1, kv, group, S, d]
        q = layers.Reshape(q, 0, 0, -1, dim); // [1, kv, group · S, d]
        k = layers.Transpose(layers.Reshape(k, 0, 0, keyHeads, dim), 0, 2, 1, 3); // [1, kv, S, d]
        v = layers.Transpose(layers.Reshape(v, 0, 0, keyHeads, dim), 0, 2, 1, 3);
        graph.NodeTo("Concat", [PastKey(layer), k], [PresentKey(layer)], "", ("axis", 2)); // [1, kv, T, d]
        graph.NodeTo("Concat", [PastValue(layer), v], [PresentValue(layer)], "", ("axis", 2));
        var scores = graph.Node("MatMul", [q, layers.Transpose(PresentKey(layer), 0, 1, 3, 2)]); // [1, kv, group · S, T]
        scores = graph.Node("Softmax", [graph.Node("Add", [scores, bias])], "", ("axis", -1));
        var mixed = layers.Reshape(graph.Node("MatMul", [scores, PresentValue(layer)]), 0, 0, group, -1, dim);
        return layers.Reshape(layers.Transpose(mixed, 0, 3, 1, 2, 4), 0, 0, config.HeadCount * dim); // [1, S, heads · d]
    }

    private static void DeclareCache(GraphBuilder graph, TextConfig config, int layer, string past, string present, string batch)
    {
        var (heads, dim) = ($"{config.KeyValueHeadCount}", $"{config.HeadDim}");
        graph.Input(PastKey(layer), graph.Activation, batch, heads, past, dim);
        graph.Input(PastValue(layer), graph.Activation, batch, heads, past, dim);
        graph.Output(PresentKey(layer), graph.Activation, batch, heads, present, dim);
        graph.Output(PresentValue(layer), graph.Activation, batch, heads, present, dim);
    }
}
