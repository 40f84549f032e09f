namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Where the weights of one decoder layer lie.</summary>
/// <param name="AttentionNorm">`[hidden]`.</param>
/// <param name="Qkv">Query, key and, where <paramref name="Value"/> is null, value. // [(heads + 2 kv heads) · d, hidden]</param>
/// <param name="Value">The value alone, where another form holds it. // [kv heads · d, hidden]</param>
/// <param name="QkvBias">Their biases.</param>
/// <param name="Output">`[hidden, heads · d]`.</param>
/// <param name="MlpNorm">`[hidden]`.</param>
/// <param name="GateUp">Gate and up. // [2 · inner, hidden]</param>
/// <param name="Down">`[hidden, inner]`.</param>
internal sealed record DecoderLayer(
    PackedEntry AttentionNorm, PackedEntry Qkv, PackedEntry? Value, PackedEntry QkvBias, PackedEntry Output, PackedEntry MlpNorm,
    PackedEntry GateUp, PackedEntry Down);
