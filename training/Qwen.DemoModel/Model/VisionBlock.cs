using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Model;

/// <summary>
/// One block of the encoder: x + attention(norm(x)), then x + mlp(norm(x)); each sum is formed where the next norm reads it.
/// </summary>
internal static class VisionBlock
{
    private const double Epsilon = 1e-6;

    /// <summary>Runs block <paramref name="n"/> over segments that do not see each other.</summary>
    /// <param name="p">Weights.</param>
    /// <param name="n">Number of the block.</param>
    /// <param name="x">Rows of the residual stream, segment after segment. // [segments · length, hidden]</param>
    /// <param name="added">What the block before adds to it; null for nothing. // [segments · length, hidden]</param>
    /// <param name="cos">// [segments · length, headDim / 2]</param>
    /// <param name="sin">// [segments · length, headDim / 2]</param>
    /// <param name="bias">0 for real slots, very negative for padding. // [segments, 1, 1, length]</param>
    /// <param name="config">Sizes.</param>
    /// <returns>The residual stream, and what this block's second half adds to it.</returns>
    public static (Tensor X, Tensor Added) Forward(
        Parameters p, int n, Tensor x, Tensor? added, Tensor cos, Tensor sin, Tensor bias, VisionConfig config)
    {
        var block = $"visual.blocks.{n}";
        int heads = config.HeadCount, width = config.HeadDim;
        long segments = bias.shape[0], length = bias.shape[3];

        // queries, keys and values in one product; the first two turn with their place
        (x, var h) = Fused.AddNorm.Run(x, added, p[$"{block}.norm1.weight"], Epsilon);
        var qkv = Fused.Turn.Run(Layers.Linear(h, p[$"{block}.attn.qkv.weight"], p[$"{block}.attn.qkv.bias"]), cos, sin, 2 * heads)
            // [3, segments, heads, length, width]
            .view(segments, length, 3, heads, width).permute(2, 0, 3, 1, 4);
        var seen = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], bias).transpose(1, 2).reshape(segments * length, heads * width);
        added = Layers.Linear(seen, p[$"{block}.attn.proj.weight"], p[$"{block}.attn.proj.bias"]);

        // gate and up in one product
        (x, h) = Fused.AddNorm.Run(x, added, p[$"{block}.norm2.weight"], Epsilon);
        var gateAndUp = Layers.Linear(
            h, cat([p[$"{block}.mlp.gate_proj.weight"], p[$"{block}.mlp.up_proj.weight"]]),
            cat([p[$"{block}.mlp.gate_proj.bias"], p[$"{block}.mlp.up_proj.bias"]]));
        return (x, Layers.Linear(Fused.SwiGlu.apply(gateAndUp), p[$"{block}.mlp.down_proj.weight"], p[$"{block}.mlp.down_proj.bias"]));
    }
}
