namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Where the weights of one block of the encoder lie.</summary>
/// <param name="AttentionNorm">`[width]`.</param>
/// <param name="Qkv">`[3 · width, width]`.</param>
/// <param name="QkvBias">`[3 · width]`.</param>
/// <param name="Output">`[width, width]`.</param>
/// <param name="OutputBias">`[width]`.</param>
/// <param name="MlpNorm">`[width]`.</param>
/// <param name="GateUp">Gate and up. // [2 · inner, width]</param>
/// <param name="GateUpBias">`[2 · inner]`.</param>
/// <param name="Down">`[width, inner]`.</param>
/// <param name="DownBias">`[width]`.</param>
internal sealed record VisionBlock(
    PackedEntry AttentionNorm, PackedEntry Qkv, PackedEntry QkvBias, PackedEntry Output, PackedEntry OutputBias,
    PackedEntry MlpNorm, PackedEntry GateUp, PackedEntry GateUpBias, PackedEntry Down, PackedEntry DownBias);
