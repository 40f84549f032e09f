namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Which tensors a configuration asks for, in the published naming, with their shapes.</summary>
internal static class CheckpointLayout
{
    /// <summary>Name of the embedding table, which is also the head where the two are tied.</summary>
    public const string Embedding = "model.embed_tokens.weight";

    /// <summary>Name of the output head.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>Every tensor that has to be stored; the head only where it is not the embedding table.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Tensors(ModelConfig config)
        => TextTensors(config.Text).Concat(VisionTensors(config.Vision));

    /// <summary>Numbers in all stored tensors.</summary>
    public static long ParameterCount(ModelConfig config) => Count(Tensors(config));

    /// <summary>Numbers in the given tensors.</summary>
    public static long Count(IEnumerable<(string Name, long[] Shape)> tensors)
        => tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => checked(product * length)));

    /// <summary>The decoder's tensors.</summary>
    public static IEnumerable<(string Name, long[] Shape)> TextTensors(TextConfig text)
    {
        long hidden = text.HiddenSize, inner = text.IntermediateSize;
        long queries = (long)text.HeadCount * text.HeadDim, keys = (long)text.KeyValueHeadCount * text.HeadDim;
        yield return (Embedding, [text.VocabularySize, hidden]);
        for (var n = 0; n < text.LayerCount; n++)
        {
            var layer = $"model.layers.{n}";
            yield return ($"{layer}.input_layernorm.weight", [hidden]);
            foreach (var (name, width) in ((string, long)[])[("q_proj", queries), ("k_proj", keys), ("v_proj", keys)])
            {
                yield return ($"{layer}.self_attn.{name}.weight", [width, hidden]);
                yield return ($"{layer}.self_attn.{name}.bias", [width]);
            }

            yield return ($"{layer}.self_attn.o_proj.weight", [hidden, queries]);
            yield return ($"{layer}.post_attention_layernorm.weight", [hidden]);
            yield return ($"{layer}.mlp.gate_proj.weight", [inner, hidden]);
            yield return ($"{layer}.mlp.up_proj.weight", [inner, hidden]);
            yield return ($"{layer}.mlp.down_proj.weight", [hidden, inner]);
        }

        yield return ("model.norm.weight", [hidden]);
        if (!text.TiedHead)
            yield return (Head, [text.VocabularySize, hidden]);
    }

    /// <summary>The encoder's tensors.</summary>
    public static IEnumerable<(string Name, long[] Shape)> VisionTensors(VisionConfig vision)
    {
        long hidden = vision.HiddenSize, inner = vision.IntermediateSize, merged = hidden * vision.MergeSize * vision.MergeSize;
        yield return ("visual.patch_embed.proj.weight",
            [hidden, vision.ChannelCount, vision.TemporalPatchSize, vision.PatchSize, vision.PatchSize]);
        for (var n = 0; n < vision.BlockCount; n++)
        {
            var block = $"visual.blocks.{n}";
            yield return ($"{block}.norm1.weight", [hidden]);
            yield return ($"{block}.norm2.weight", [hidden]);
            foreach (var (name, rows, columns) in ((string, long, long)[])[
                ("attn.qkv", 3 * hidden, hidden), ("attn.proj", hidden, hidden),
                ("mlp.gate_proj", inner, hidden), ("mlp.up_proj", inner, hidden), ("mlp.down_proj", hidden, inner)])
            {
                yield return ($"{block}.{name}.weight", [rows, columns]);
                yield return ($"{block}.{name}.bias", [rows]);
            }
        }

        yield return ("visual.merger.ln_q.weight", [hidden]);
        yield return ("visual.merger.mlp.0.weight", [merged, merged]);
        yield return ("visual.merger.mlp.0.bias", [merged]);
        yield return ("visual.merger.mlp.2.weight", [vision.OutputSize, merged]);
        yield return ("visual.merger.mlp.2.bias", [vision.OutputSize]);
    }
}
