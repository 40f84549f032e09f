using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Model;

/// <summary>One block of the encoder: x + attention(norm(x)), then x + mlp(norm(x)).</summary>
internal static class VisionBlock
{
    private const double Epsilon = 1e-6;

    /// <summary>Runs block <paramref name="n"/> over segments that do not see each other.</summary>
    /// <param name="p">Weights.</param>
    /// <param name="n">Number of the block.</param>
    /// <param name="x">Rows of the residual stream, segment after segment. // [segments · length, hidden]</param>
    /// <param name="cos">// [segments · length, 1, headDim / 2]</param>
    /// <param name="sin">// [segments · length, 1, headDim / 2]</param>
    /// <param name="bias">0 for real slots, very negative for padding. // [segments, 1, 1, length]</param>
    /// <param name="config">Sizes.</param>
    public static Tensor Forward(Parameters p, int n, Tensor x, Tensor cos, Tensor sin, Tensor bias, VisionConfig config)
    {
        var block = $"visual.blocks.{n}";
        int hidden = config.HiddenSize, heads = config.HeadCount, width = config.HeadDim;
        long segments = bias.shape[0], length = bias.shape[3], rows = segments * length;

        // queries, keys and values; the first two turn with their place
        var qkv = Layers.Linear(Layers.RmsNorm(x, p[$"{block}.norm1.weight"], Epsilon), p[$"{block}.attn.qkv.weight"], p[$"{block}.attn.qkv.bias"]);
        var turned = Rotary.Turn(qkv.narrow(1, 0, 2 * hidden).view(rows, 2 * heads, width), cos, sin)
            .view(segments, length, 2, heads, width).permute(2, 0, 3, 1, 4);                                        // [2, segments, heads, length, width]
        var values = qkv.narrow(1, 2 * hidden, hidden).view(segments, length, heads, width).transpose(1, 2);
        var seen = F.scaled_dot_product_attention(turned[0], turned[1], values, bias);
        seen = seen.transpose(1, 2).reshape(rows, hidden);
        x = x.Plus(Layers.Linear(seen, p[$"{block}.attn.proj.weight"], p[$"{block}.attn.proj.bias"]));

        // gate and up in one product
        var h = Layers.RmsNorm(x, p[$"{block}.norm2.weight"], Epsilon);
        var gateAndUp = Layers.Linear(
            h, cat([p[$"{block}.mlp.gate_proj.weight"], p[$"{block}.mlp.up_proj.weight"]]), cat([p[$"{block}.mlp.gate_proj.bias"], p[$"{block}.mlp.up_proj.bias"]]));
        return x.Plus(Layers.Linear(Layers.SwiGlu(gateAndUp), p[$"{block}.mlp.down_proj.weight"], p[$"{block}.mlp.down_proj.bias"]));
    }
}
