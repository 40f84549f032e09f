namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>One stored tensor, row-major, read from the memory-mapped file when asked.</summary>
/// <remarks>Reading is safe from several threads, until the <see cref="Checkpoint"/> that owns the mapping is disposed.</remarks>
public sealed class CheckpointTensor
{
    private readonly SafetensorsFile file;
    private readonly long start;
    private readonly long byteLength;

    internal CheckpointTensor(string name, TensorType type, SafetensorsFile file, SafetensorsEntry entry)
    {
        Name = name;
        Type = type;
        Shape = entry.Shape;
        ElementCount = entry.ByteLength / TensorTypes.ByteSize(type);
        this.file = file;
        start = entry.Offset;
        byteLength = entry.ByteLength;
    }

    /// <summary>Name in the published naming (<c>model.layers.0…</c>, <c>visual.blocks.0…</c>), whatever the file calls it.</summary>
    public string Name { get; }

    /// <summary>Format of the stored numbers.</summary>
    public TensorType Type { get; }

    /// <summary>Lengths of the axes, outermost first; matrices are [out, in].</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Numbers in the tensor: the product of <see cref="Shape"/>.</summary>
    public long ElementCount { get; }

    /// <summary>A piece of the stored little-endian bytes. The span is valid until the checkpoint is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The piece is not inside the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public ReadOnlySpan<byte> Bytes(long byteOffset, int byteLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteOffset, this.byteLength - byteLength);
        return file.Bytes(start + byteOffset, byteLength);
    }

    /// <summary>Converts numbers from <paramref name="elementOffset"/> on to single precision until <paramref name="destination"/> is full.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The piece is not inside the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public void ReadFloats(long elementOffset, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementOffset, ElementCount - destination.Length);

        // pieces, because a span's length in bytes has to fit an int
        const int Piece = 1 << 28;
        var size = TensorTypes.ByteSize(Type);
        for (; destination.Length > 0; elementOffset += Math.Min(Piece, destination.Length), destination = destination[Math.Min(Piece, destination.Length)..])
        {
            var count = Math.Min(Piece, destination.Length);
            FloatConversion.ToSingle(Type, file.Bytes(start + elementOffset * size, count * size), destination[..count]);
        }
    }
}
