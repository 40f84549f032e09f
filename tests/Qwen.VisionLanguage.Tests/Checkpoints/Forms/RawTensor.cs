using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Forms;

/// <summary>A tensor as a file holds it, in any number format.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">Format as the file names it.</param>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Bytes">The data.</param>
internal sealed record RawTensor(string Name, string Type, long[] Shape, byte[] Bytes)
{
    /// <summary>Numbers of a type that lies in memory as it lies in the file.</summary>
    public static RawTensor Of<T>(string name, string type, long[] shape, T[] values)
        where T : unmanaged
        => new(name, type, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
