namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Where the weights of one decoder layer lie.</summary>
/// <param name="AttentionNorm">`[hidden]`.</param>
/// <param name="Qkv">Queries, keys and values. // [(heads + 2 · kv heads) · d, hidden]</param>
/// <param name="QkvBias">Their biases.</param>
/// <param name="Output">`[hidden, heads · d]`.</param>
/// <param name="MlpNorm">`[hidden]`.</param>
/// <param name="GateUp">Gate and up. // [2 · inner, hidden]</param>
/// <param name="Down">`[hidden, inner]`.</param>
internal sealed record DecoderLayer(
    PackedEntry AttentionNorm, PackedEntry Qkv, PackedEntry QkvBias, PackedEntry Output, PackedEntry MlpNorm, PackedEntry GateUp,
    PackedEntry Down);
