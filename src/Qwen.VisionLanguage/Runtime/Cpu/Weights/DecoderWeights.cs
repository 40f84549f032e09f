using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>What the decoder's packed file holds.</summary>
internal sealed class DecoderWeights
{
    public DecoderWeights(Checkpoint checkpoint, WeightFormat format)
    {
        Layout = new PackedLayout(checkpoint, format);
        for (var n = 0; n < checkpoint.Config.Text.LayerCount; n++)
        {
            var layer = $"model.layers.{n}";
            string[] projections = [$"{layer}.self_attn.q_proj", $"{layer}.self_attn.k_proj", $"{layer}.self_attn.v_proj"];
            Layers.Add(new DecoderLayer(
                Layout.Vector($"{layer}.input_layernorm.weight"),
                Layout.Matrix(projections.Select(name => $"{name}.weight")),
                Layout.Vector(projections.Select(name => $"{name}.bias")),
                Layout.Matrix($"{layer}.self_attn.o_proj.weight"),
                Layout.Vector($"{layer}.post_attention_layernorm.weight"),
                Layout.Matrix($"{layer}.mlp.gate_proj.weight", $"{layer}.mlp.up_proj.weight"),
                Layout.InnerMatrix($"{layer}.mlp.down_proj.weight")));
        }

        Norm = Layout.Vector("model.norm.weight");
        Head = Layout.Matrix("lm_head.weight");
    }

    public PackedLayout Layout { get; }

    public List<DecoderLayer> Layers { get; } = [];

    /// <summary>Norm before the head. // [hidden]</summary>
    public PackedEntry Norm { get; }

    /// <summary>`[vocabulary, hidden]`.</summary>
    public PackedEntry Head { get; }
}
