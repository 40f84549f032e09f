namespace Qwen.VisionLanguage.Graphs;

/// <summary>Names of the values that rotate queries and keys of the decoder.</summary>
/// <param name="Cos">Cosines, a row for each token. // [rows, head dim / 2]</param>
/// <param name="Sin">Sines, a row for each token. // [rows, head dim / 2]</param>
/// <param name="Positions">The row of each token, or of the first one. // [B, S] or [1]</param>
internal readonly record struct DecoderRope(string Cos, string Sin, string Positions);
