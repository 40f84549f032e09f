using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>What the encoder's packed file holds.</summary>
internal sealed class VisionWeights
{
    public VisionWeights(Checkpoint checkpoint, WeightFormat format)
    {
        Layout = new PackedLayout(checkpoint, format);
        Patches = Layout.FloatMatrix("visual.patch_embed.proj.weight");
        for (var n = 0; n < checkpoint.Config.Vision.BlockCount; n++)
        {
            var block = $"visual.blocks.{n}";
            Blocks.Add(new VisionBlock(
                Layout.Vector($"{block}.norm1.weight"),
                Layout.Matrix($"{block}.attn.qkv.weight"),
                Layout.Vector($"{block}.attn.qkv.bias"),
                Layout.Matrix($"{block}.attn.proj.weight"),
                Layout.Vector($"{block}.attn.proj.bias"),
                Layout.Vector($"{block}.norm2.weight"),
                Layout.Matrix($"{block}.mlp.gate_proj.weight", $"{block}.mlp.up_proj.weight"),
                Layout.Vector($"{block}.mlp.gate_proj.bias", $"{block}.mlp.up_proj.bias"),
                Layout.InnerMatrix($"{block}.mlp.down_proj.weight"),
                Layout.Vector($"{block}.mlp.down_proj.bias")));
        }

        MergerNorm = Layout.Vector("visual.merger.ln_q.weight");
        MergerIn = Layout.Matrix("visual.merger.mlp.0.weight");
        MergerInBias = Layout.Vector("visual.merger.mlp.0.bias");
        MergerOut = Layout.Matrix("visual.merger.mlp.2.weight");
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
