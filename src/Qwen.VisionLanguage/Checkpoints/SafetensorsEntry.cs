namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>One line of a safetensors header, checked.</summary>
/// <param name="DataType">Number format as the file names it.</param>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Offset">First byte, counted from the start of the file.</param>
/// <param name="ByteLength">Number of bytes.</param>
internal sealed record SafetensorsEntry(string DataType, IReadOnlyList<long> Shape, long Offset, long ByteLength);
