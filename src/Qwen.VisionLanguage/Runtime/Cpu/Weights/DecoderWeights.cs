using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>What the decoder's packed file holds.</summary>
internal sealed class DecoderWeights
{
    public DecoderWeights(WeightPlan plan)
    {
        Layout = new PackedLayout(plan);
        for (var n = 0; n < plan.Checkpoint.Config.Text.LayerCount; n++)
        {
            var layer = $"model.layers.{n}";
            string[] projections = [$"{layer}.self_attn.q_proj", $"{layer}.self_attn.k_proj", $"{layer}.self_attn.v_proj"];
            // one product where one form holds all three
            var apart = plan.Format(projections[2]) != plan.Format(projections[0]);
            Layers.Add(new DecoderLayer(
                Layout.Vector($"{layer}.input_layernorm"),
                Layout.Matrix(apart ? projections[..2] : projections),
                apart ? Layout.Matrix(projections[2]) : null,
                Layout.Vector(projections.Select(name => $"{name}.bias")),
                Layout.Matrix($"{layer}.self_attn.o_proj"),
                Layout.Vector($"{layer}.post_attention_layernorm"),
                Layout.Matrix($"{layer}.mlp.gate_proj", $"{layer}.mlp.up_proj"),
                Layout.InnerMatrix($"{layer}.mlp.down_proj")));
        }

        Norm = Layout.Vector("model.norm");
        Head = Layout.Matrix("lm_head");
    }

    public PackedLayout Layout { get; }

    public List<DecoderLayer> Layers { get; } = [];

    /// <summary>Norm before the head. // [hidden]</summary>
    public PackedEntry Norm { get; }

    /// <summary>`[vocabulary, hidden]`.</summary>
    public PackedEntry Head { get; }
}
