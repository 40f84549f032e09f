using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Streams checkpoint matrices into data files: transposed floats, or integer blocks and their scales. Memory stays at a few megabytes.
/// </summary>
internal static class MatrixWriter
{
    private const int BufferFloats = 4 << 20;

    /// <summary>A vector (a matrix of one column) in the wanted float type.</summary>
    public static void Vector(MatrixSource source, bool half, Stream output)
    {
        var values = new float[source.PaddedRows];
        source.Tensor.ReadFloats(source.FirstRow, values.AsSpan(0, source.Rows));
        WriteFloats(values, half, output);
    }

    /// <summary>A whole tensor as it is, row after row.</summary>
    public static void Plain(CheckpointTensor tensor, bool half, Stream output, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<float>.Shared.Rent((int)Math.Min(BufferFloats, tensor.ElementCount));
        try
        {
            for (var first = 0L; first < tensor.ElementCount; first += BufferFloats)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var part = buffer.AsSpan(0, (int)Math.Min(BufferFloats, tensor.ElementCount - first));
                tensor.ReadFloats(first, part);
                WriteFloats(part, half, output);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>The transpose `[in, out]` that MatMul wants, a stripe of input columns at a time.</summary>
    public static void Transposed(MatrixSource source, bool half, Stream output, CancellationToken cancellationToken)
    {
        var rows = source.PaddedRows;
        var stripe = Math.Clamp(BufferFloats / rows, 1, source.PaddedColumns);
        var buffer = ArrayPool<float>.Shared.Rent(stripe * rows);
        try
        {
            for (var first = 0; first < source.PaddedColumns; first += stripe)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(stripe, source.PaddedColumns - first);
                Parallel.For(0, rows, row =>
                {
                    Span<float> part = stackalloc float[Math.Min(count, 256)];
                    for (var start = 0; start < count; start += part.Length)
                    {
                        var length = Math.Min(part.Length, count - start);
                        source.ReadPart(row, first + start, part[..length]);
                        for (var i = 0; i < length; i++)
                            buffer[(start + i) * rows + row] = part[i];
                    }
                });
                WriteFloats(buffer.AsSpan(0, count * rows), half, output);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Integer blocks, row after row, in the layout of com.microsoft MatMulNBits: of two 4-bit codes the first in the lower half.
    /// </summary>
    /// <param name="source">The matrix.</param>
    /// <param name="coder">What makes its integers.</param>
    /// <param name="zeros">Receives the zero points, packed like the blocks. // [rows, (blocks · bits + 7) / 8]</param>
    /// <param name="output">Where the blocks go.</param>
    /// <param name="cancellationToken">Stops between two batches of rows.</param>
    public static void Blocks(
        MatrixSource source, RowCoder coder, byte[] zeros, Stream output, CancellationToken cancellationToken)
    {
        var zeroBytes = zeros.Length / source.PaddedRows;
        Rows(source, coder, source.PaddedColumns * coder.Bits / 8, output, (encoded, row, bytes) =>
        {
            Pack(encoded.Codes, coder.Bits, bytes);
            Pack(encoded.Zeros, coder.Bits, zeros.AsSpan(row * zeroBytes, zeroBytes));
        }, cancellationToken);
    }

    /// <summary>One scale per block, row after row.</summary>
    public static void Scales(MatrixSource source, RowCoder coder, bool half, Stream output, CancellationToken cancellationToken)
        => Rows(source, coder, source.PaddedColumns / coder.Block * (half ? 2 : 4), output, (encoded, _, bytes) =>
        {
            if (half)
                TensorPrimitives.ConvertToHalf(encoded.Scales, MemoryMarshal.Cast<byte, Half>(bytes));
            else
                MemoryMarshal.AsBytes<float>(encoded.Scales).CopyTo(bytes);
        }, cancellationToken);

    private delegate void RowPacker(QuantizedRow encoded, int row, Span<byte> bytes);

    private static void Pack(ReadOnlySpan<byte> codes, int bits, Span<byte> packed)
    {
        if (bits == 8)
        {
            codes.CopyTo(packed);
            return;
        }

        for (var i = 0; i < packed.Length; i++)
            packed[i] = (byte)(codes[2 * i] | (2 * i + 1 < codes.Length ? codes[2 * i + 1] : 8) << 4);
    }

    private static void Rows(
        MatrixSource source, RowCoder coder, int rowBytes, Stream output, RowPacker pack, CancellationToken cancellationToken)
    {
        var columns = source.PaddedColumns;
        if (columns % coder.Block != 0)
            throw new InvalidOperationException($"{source.Tensor.Name}: {columns} columns are no multiple of the block {coder.Block}.");
        var batch = Math.Clamp(BufferFloats / columns, 1, source.PaddedRows);
        var bytes = ArrayPool<byte>.Shared.Rent(batch * rowBytes);
        try
        {
            for (var first = 0; first < source.PaddedRows; first += batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(batch, source.PaddedRows - first);
                Parallel.For(0, count, coder.CreateRow, (i, _, room) =>
                {
                    coder.Encode(first + i, room);
                    pack(room.Row, first + i, bytes.AsSpan(i * rowBytes, rowBytes));
                    return room;
                }, static _ => { });
                output.Write(bytes, 0, count * rowBytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static void WriteFloats(ReadOnlySpan<float> values, bool half, Stream output)
    {
        if (!half)
        {
            output.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        var halves = ArrayPool<Half>.Shared.Rent(values.Length);
        TensorPrimitives.ConvertToHalf(values, halves);
        output.Write(MemoryMarshal.AsBytes(halves.AsSpan(0, values.Length)));
        ArrayPool<Half>.Shared.Return(halves);
    }
}
