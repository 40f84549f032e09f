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

    /// <summary>Integer blocks, row after row.</summary>
    public static void Blocks(MatrixSource source, int bits, int block, Stream output, CancellationToken cancellationToken)
        => Rows(source, block, source.PaddedColumns * bits / 8, output, (values, row) =>
        {
            var bytes = block * bits / 8;
            for (int start = 0, at = 0; start < values.Length; start += block, at += bytes)
            {
                var part = values.Slice(start, block);
                BlockQuantizer.Pack(part, BlockQuantizer.Scale(part, bits), bits, row.Slice(at, bytes));
            }
        }, cancellationToken);

    /// <summary>One scale per block, row after row.</summary>
    public static void Scales(MatrixSource source, int bits, int block, bool half, Stream output, CancellationToken cancellationToken)
        => Rows(source, block, source.PaddedColumns / block * (half ? 2 : 4), output, (values, row) =>
        {
            for (int start = 0, at = 0; start < values.Length; start += block, at++)
            {
                var scale = BlockQuantizer.Scale(values.Slice(start, block), bits);
                if (half)
                    MemoryMarshal.Cast<byte, Half>(row)[at] = (Half)scale;
                else
                    MemoryMarshal.Cast<byte, float>(row)[at] = scale;
            }
        }, cancellationToken);

    private delegate void RowPacker(ReadOnlySpan<float> values, Span<byte> row);

    private static void Rows(
        MatrixSource source, int block, int rowBytes, Stream output, RowPacker pack, CancellationToken cancellationToken)
    {
        var columns = source.PaddedColumns;
        if (columns % block != 0)
            throw new InvalidOperationException($"{source.Tensor.Name}: {columns} columns are no multiple of the block {block}.");
        var batch = Math.Clamp(BufferFloats / columns, 1, source.PaddedRows);
        var bytes = ArrayPool<byte>.Shared.Rent(batch * rowBytes);
        try
        {
            for (var first = 0; first < source.PaddedRows; first += batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(batch, source.PaddedRows - first);
                Parallel.For(0, count, () => new float[columns], (i, _, values) =>
                {
                    source.ReadRow(first + i, values);
                    pack(values, bytes.AsSpan(i * rowBytes, rowBytes));
                    return values;
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
