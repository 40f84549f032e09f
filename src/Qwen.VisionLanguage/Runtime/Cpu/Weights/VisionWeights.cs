using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>What the encoder's packed file holds.</summary>
internal sealed class VisionWeights
{
    public VisionWeights(WeightPlan plan)
    {
        Layout = new PackedLayout(plan);
        Patches = Layout.FloatMatrix("visual.patch_embed.proj");
        for (var n = 0; n < plan.Checkpoint.Config.Vision.BlockCount; n++)
        {
            var block = $"visual.blocks.{n}";
            Blocks.Add(new VisionBlock(
                Layout.Vector($"{block}.norm1"),
                Layout.Matrix($"{block}.attn.qkv"),
                Layout.Vector($"{block}.attn.qkv.bias"),
                Layout.Matrix($"{block}.attn.proj"),
                Layout.Vector($"{block}.attn.proj.bias"),
                Layout.Vector($"{block}.norm2"),
                Layout.Matrix($"{block}.mlp.gate_proj", $"{block}.mlp.up_proj"),
                Layout.Vector($"{block}.mlp.gate_proj.bias", $"{block}.mlp.up_proj.bias"),
                Layout.InnerMatrix($"{block}.mlp.down_proj"),
                Layout.Vector($"{block}.mlp.down_proj.bias")));
        }

        MergerNorm = Layout.Vector("visual.merger.ln_q");
        MergerIn = Layout.Matrix("visual.merger.mlp.0");
        MergerInBias = Layout.Vector("visual.merger.mlp.0.bias");
        MergerOut = Layout.Matrix("visual.merger.mlp.2");
        MergerOutBias = Layout.Vector("visual.merger.mlp.2.bias");
    }

    public PackedLayout Layout { get; }

    /// <summary>Patch embedding. // [width, patch length]</summary>
    public PackedEntry Patches { get; }

    public List<VisionBlock> Blocks { get; } = [];

    /// <summary>`[width]`.</summary>
    public PackedEntry MergerNorm { get; }

    /// <summary>`[4 · width, 4 · width]`.</summary>
    public PackedEntry MergerIn { get; }

    /// <summary>`[4 · width]`.</summary>
    public PackedEntry MergerInBias { get; }

    /// <summary>`[output size, 4 · width]`.</summary>
    public PackedEntry MergerOut { get; }

    /// <summary>`[output size]`.</summary>
    public PackedEntry MergerOutBias { get; }
}
