namespace Qwen.VisionLanguage.Graphs;

/// <summary>A finished file as it was written.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Hashes">Of its parts; see <see cref="ChunkHashes"/>.</param>
internal sealed record ConvertedFile(long Length, byte[] Hashes);
