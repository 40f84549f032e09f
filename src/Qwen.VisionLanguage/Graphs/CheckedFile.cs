namespace Qwen.VisionLanguage.Graphs;

/// <summary>A converted file that was read through on this machine and found as it was written.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was written, in ticks of universal time.</param>
/// <param name="Hash">Hash of the hashes that it was compared with.</param>
internal sealed record CheckedFile(long Length, long Written, string Hash);
