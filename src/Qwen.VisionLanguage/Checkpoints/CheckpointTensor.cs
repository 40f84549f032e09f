using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>One stored tensor, row-major, read from the memory-mapped file when asked.</summary>
/// <remarks>Reading is safe from several threads, until the <see cref="Checkpoint"/> that owns the mapping is disposed.</remarks>
internal sealed class CheckpointTensor
{
    private readonly StoredPart? plain;
    private readonly WeightForm? form;
    private bool isChecked;

    internal CheckpointTensor(string name, TensorType type, StoredPart stored)
    {
        Name = name;
        Type = type;
        Shape = stored.Shape;
        ElementCount = stored.Count;
        plain = stored;
    }

    internal CheckpointTensor(string name, IReadOnlyList<long> shape, WeightForm form)
    {
        Name = name;
        Type = TensorType.Float32;
        Shape = shape;
        ElementCount = shape.Aggregate(1L, (product, length) => checked(product * length));
        this.form = form;
    }

    /// <summary>Name in the published naming (<c>model.layers.0…</c>, <c>visual.blocks.0…</c>), whatever the file calls it.</summary>
    public string Name { get; }

    /// <summary>
    /// Format of the stored numbers; single precision for a quantised or adapted matrix, whose numbers are computed when they are read.
    /// </summary>
    public TensorType Type { get; }

    /// <summary>Lengths of the axes, outermost first; matrices are [out, in].</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Numbers in the tensor: the product of <see cref="Shape"/>.</summary>
    public long ElementCount { get; }

    /// <summary>The stored tensors that its numbers come from.</summary>
    internal IEnumerable<StoredPart> Parts => plain is null ? form!.Parts : [plain];

    /// <summary>How its numbers are computed; null where they are stored plainly.</summary>
    internal WeightForm? Form => form;

    /// <summary>A piece of the stored little-endian bytes. The span is valid until the checkpoint is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The piece is not inside the tensor.</exception>
    /// <exception cref="InvalidOperationException">The matrix is quantised or adapted, so that no stored bytes are its numbers.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public ReadOnlySpan<byte> Bytes(long byteOffset, int byteLength)
    {
        if (plain is null)
            throw new InvalidOperationException($"{Name} is quantised or adapted; read its numbers with {nameof(ReadFloats)}.");
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);
        ArgumentOutOfRangeException.ThrowIfNegative(byteOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(byteOffset, plain.Entry.ByteLength - byteLength);
        return plain.Bytes(byteOffset, byteLength);
    }

    /// <summary>
    /// Converts numbers from <paramref name="elementOffset"/> on to single precision until <paramref name="destination"/> is full.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The piece is not inside the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The checkpoint is disposed.</exception>
    public void ReadFloats(long elementOffset, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementOffset, ElementCount - destination.Length);

        // pieces: a row of what is computed; of what is stored, because a span's length in bytes has to fit an int
        const int Piece = 1 << 28;
        while (destination.Length > 0)
        {
            var count = Math.Min(Piece, destination.Length);
            if (form is null)
            {
                plain!.Floats(elementOffset, destination[..count]);
            }
            else
            {
                var columns = ElementCount / Shape[0];
                var (row, column) = Math.DivRem(elementOffset, columns);
                count = (int)Math.Min(count, columns - column);
                form.Read(row, column, destination[..count]);
            }

            elementOffset += count;
            destination = destination[count..];
        }
    }

    /// <summary>As <see cref="ReadFloats"/>, for a row here and there: pages of the mapping do not stay behind in memory.</summary>
    internal void CopyFloats(long elementOffset, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementOffset, ElementCount - destination.Length);
        if (plain is null)
            ReadFloats(elementOffset, destination);
        else
            plain.CopyFloats(elementOffset, destination);
    }

    /// <summary>Looks once through the scales of a quantised matrix.</summary>
    /// <exception cref="QwenException">They cannot be right.</exception>
    internal void Check()
    {
        if (isChecked || form is null)
            return;
        if (form.FindFault() is { } fault)
            throw new QwenException($"{form.Parts.First().File.Path} is damaged: {fault} ({Name}). Fetch the file again.");
        isChecked = true;
    }
}
