namespace Qwen.VisionLanguage.Graphs;

/// <summary>Names of the values that the encoder works on: inputs of the graph, or what other nodes compute.</summary>
/// <param name="Patches">Patches sorted into windows. // [W, S, patch length]</param>
/// <param name="Cos">Cosines of every slot. // [W · S, head dim / 2]</param>
/// <param name="Sin">Sines of every slot. // [W · S, head dim / 2]</param>
/// <param name="WindowPositions">Row of the rotary tables for each slot. // [W, S]</param>
/// <param name="RealRows">Slots that hold a patch. // [1, N]</param>
/// <param name="WindowBias">0 for real slots, far below any score for padding. // [W, 1, 1, S]</param>
/// <param name="SlotRows">Place of each slot among the real ones. // [W, S]</param>
/// <param name="UnitOrder">For each merged unit in raster order its place among the slots' units. // [M]</param>
internal sealed record VisionGraphInputs(
    string Patches, string Cos, string Sin, string WindowPositions, string RealRows, string WindowBias, string SlotRows, string UnitOrder);
