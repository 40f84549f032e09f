using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Qwen.DemoModel.Model;

/// <summary>
/// One layer of the decoder over a batch whose sequences start alike. The common start is computed once and its keys and values
/// are read by every sequence.
/// </summary>
internal static class DecoderBlock
{
    /// <summary>Runs layer <paramref name="n"/>.</summary>
    /// <param name="p">Weights.</param>
    /// <param name="n">Number of the layer.</param>
    /// <param name="rows">Residual stream: the common start, then every sequence's own rows. // [start + batch · length, hidden]</param>
    /// <param name="added">What the layer before adds to it; null for nothing. // [start + batch · length, hidden]</param>
    /// <param name="cos">// [start + batch · length, headDim / 2]</param>
    /// <param name="sin">// [start + batch · length, headDim / 2]</param>
    /// <param name="bias">Which keys a row sees, once per query head of a group. // [batch, 1, group · length, start + length]</param>
    /// <param name="wantsAttention">Whether the attention of the first key/value group is asked for.</param>
    /// <returns>
    /// The residual stream, what this layer's second half adds to it, and the probabilities of the first group, mean over its
    /// heads. // [batch, length, start + length]
    /// </returns>
    public static (Tensor Rows, Tensor Added, Tensor? Attention) Forward(
        Parameters p, int n, Tensor rows, Tensor? added, Tensor cos, Tensor sin, Tensor bias, bool wantsAttention)
    {
        var config = p.Config.Text;
        var layer = $"model.layers.{n}";
        int heads = config.HeadCount, groups = config.KeyValueHeadCount, width = config.HeadDim, perGroup = heads / groups;
        long batch = bias.shape[0], length = bias.shape[2] / perGroup, start = bias.shape[3] - length;

        // one product for queries, keys and values
        (rows, var h) = Fused.AddNorm.Run(rows, added, p[$"{layer}.input_layernorm.weight"], config.RmsNormEpsilon);
        string[] names = ["q_proj", "k_proj", "v_proj"];
        var qkv = Layers.Linear(
            h, cat([.. names.Select(name => p[$"{layer}.self_attn.{name}.weight"])]),
            cat([.. names.Select(name => p[$"{layer}.self_attn.{name}.bias"])]));
        var turned = Fused.Turn.Run(qkv, cos, sin, heads + groups).view(-1, heads + 2 * groups, width);
        var q = turned.narrow(1, 0, heads);                                                                   // [rows, heads, width]
        var k = turned.narrow(1, heads, groups);                                                              // [rows, groups, width]
        var v = turned.narrow(1, heads + groups, groups);

        // the common start sees itself, causally
        var seenByStart = F.scaled_dot_product_attention(
            Heads(q, 0, start), Heads(k, 0, start).repeat_interleave(perGroup, 1), Heads(v, 0, start).repeat_interleave(perGroup, 1),
            is_casual: true);
        seenByStart = seenByStart.squeeze(0).transpose(0, 1).reshape(start, heads * width);

        // every sequence sees the start and what its bias allows
        // [batch, groups, start + length, width]
        var keys = WithStart(k, start, batch, length);
        var queries = q.narrow(0, start, batch * length).view(batch, length, groups, perGroup, width)
            .permute(0, 2, 3, 1, 4).reshape(batch, groups, perGroup * length, width);
        var seen = F.scaled_dot_product_attention(queries, keys, WithStart(v, start, batch, length), bias);
        seen = seen.view(batch, groups, perGroup, length, width).permute(0, 3, 1, 2, 4).reshape(batch * length, heads * width);
        added = Layers.Linear(cat([seenByStart, seen]), p[$"{layer}.self_attn.o_proj.weight"]);

        (rows, h) = Fused.AddNorm.Run(rows, added, p[$"{layer}.post_attention_layernorm.weight"], config.RmsNormEpsilon);
        var gateAndUp = Layers.Linear(h, cat([p[$"{layer}.mlp.gate_proj.weight"], p[$"{layer}.mlp.up_proj.weight"]]));
        added = Layers.Linear(Fused.SwiGlu.apply(gateAndUp), p[$"{layer}.mlp.down_proj.weight"]);
        return (rows, added, wantsAttention ? FirstGroup(queries, keys, bias, perGroup) : null);
    }

    // [rows, heads, width] -> [1, heads, count, width]
    private static Tensor Heads(Tensor x, long from, long count) => x.narrow(0, from, count).transpose(0, 1).unsqueeze(0);

    // [rows, groups, width] -> [batch, groups, start + length, width]
    private static Tensor WithStart(Tensor x, long start, long batch, long length)
    {
        var own = x.narrow(0, start, batch * length).view(batch, length, x.shape[1], x.shape[2]).transpose(1, 2);
        return cat([Heads(x, 0, start).expand(batch, -1, -1, -1), own], 2);
    }

    // softmax(q · kᵀ / √width + bias), mean over the heads of the first group
    private static Tensor FirstGroup(Tensor queries, Tensor keys, Tensor bias, int perGroup)
    {
        var scale = Scalars.Of(1 / Math.Sqrt(queries.shape[3]));
        // [batch, group · length, keys]
        var scores = matmul(queries.select(1, 0) * scale, keys.select(1, 0).transpose(1, 2)).Plus(bias.select(1, 0));
        var shape = scores.shape;
        return F.softmax(scores, -1).view(shape[0], perGroup, shape[1] / perGroup, shape[2]).mean([1L]);
    }
}
