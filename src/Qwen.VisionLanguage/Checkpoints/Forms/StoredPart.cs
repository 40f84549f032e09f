using System.Buffers;
using System.Runtime.InteropServices;

namespace Qwen.VisionLanguage.Checkpoints.Forms;

/// <summary>One tensor as a file holds it, in any number format, read from the mapped file.</summary>
/// <param name="File">The mapped file.</param>
/// <param name="Entry">Where it lies there.</param>
internal sealed record StoredPart(SafetensorsFile File, SafetensorsEntry Entry)
{
    public IReadOnlyList<long> Shape => Entry.Shape;

    /// <summary>Shape and format, for messages.</summary>
    public string Description => $"{Entry.DataType} [{string.Join(", ", Shape)}]";

    /// <summary>Numbers in the tensor.</summary>
    public long Count => Entry.ByteLength / TensorTypes.ByteSize(Entry.DataType)!.Value;

    /// <summary>Whether these are numbers that <see cref="Float"/> reads.</summary>
    public bool IsFloat => TensorTypes.FromName(Entry.DataType) is not null;

    /// <summary>Whether these are floats of 16 bits.</summary>
    public bool IsShortFloat => Entry.DataType is "F16" or "BF16";

    public bool Has(string type, params ReadOnlySpan<long> shape) => Entry.DataType == type && HasShape(shape);

    public bool HasShape(params ReadOnlySpan<long> shape)
    {
        if (shape.Length != Shape.Count)
            return false;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] != Shape[axis])
                return false;
        }

        return true;
    }

    public byte Byte(long index) => Bytes(index, 1)[0];

    /// <summary>An element of an I32 tensor.</summary>
    public int Int(long index) => MemoryMarshal.Read<int>(Bytes(index * sizeof(int), sizeof(int)));

    /// <summary>An element of a BF16, F16 or F32 tensor.</summary>
    public float Float(long index)
    {
        Span<float> one = stackalloc float[1];
        Floats(index, one);
        return one[0];
    }

    /// <summary>Elements of a BF16, F16 or F32 tensor.</summary>
    public void Floats(long index, Span<float> destination)
    {
        var type = TensorTypes.FromName(Entry.DataType)!.Value;
        var size = TensorTypes.ByteSize(type);
        FloatConversion.ToSingle(type, Bytes(index * size, destination.Length * size), destination);
    }

    /// <summary>As <see cref="Floats"/>, copied out of the file: for a row here and there.</summary>
    public void CopyFloats(long index, Span<float> destination)
    {
        var type = TensorTypes.FromName(Entry.DataType)!.Value;
        var size = TensorTypes.ByteSize(type);
        var bytes = ArrayPool<byte>.Shared.Rent(destination.Length * size);
        try
        {
            var stored = bytes.AsSpan(0, destination.Length * size);
            File.Copy(Entry.Offset + index * size, stored);
            FloatConversion.ToSingle(type, stored, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public ReadOnlySpan<byte> Bytes(long offset, int length) => File.Bytes(Entry.Offset + offset, length);
}
