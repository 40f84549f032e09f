using System.Buffers;
using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Streams a checkpoint into a packed file: some groups of outputs in memory at a time, whatever its size.</summary>
internal static class PackedWriter
{
    private const int BatchBytes = 16 << 20;

    /// <summary>Writes the whole file.</summary>
    /// <param name="layout">What goes in.</param>
    /// <param name="output">A new file.</param>
    /// <param name="written">Told of bytes as they are written.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public static void Write(PackedLayout layout, Stream output, Action<long> written, CancellationToken cancellationToken)
    {
        foreach (var entry in layout.Entries)
        {
            Pad(output, entry.Offset);
            if (entry.Form is { } form)
                Matrix(entry, form, output, written, cancellationToken);
            else
                Vector(entry, output, written);
        }

        Pad(output, layout.Length);
    }

    private static void Vector(PackedEntry entry, Stream output, Action<long> written)
    {
        var values = new float[entry.Outputs];
        var at = 0;
        foreach (var source in entry.Sources)
        {
            source.Tensor.ReadFloats(0, values.AsSpan(at, source.Rows));
            at += source.Rows;
        }

        output.Write(MemoryMarshal.AsBytes<float>(values));
        written(entry.ByteLength);
    }

    private static void Matrix(PackedEntry entry, WeightForm form, Stream output, Action<long> written, CancellationToken cancellationToken)
    {
        var bytes = MatrixPacker.GroupBytes(form, entry.Inputs);
        var groups = (entry.Outputs + MatrixPacker.Group - 1) / MatrixPacker.Group;
        var batch = Math.Clamp(BatchBytes / bytes, 1, groups);
        var buffer = ArrayPool<byte>.Shared.Rent(batch * bytes);
        try
        {
            for (var first = 0; first < groups; first += batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(batch, groups - first);
                Parallel.For(0, count, () => new float[MatrixPacker.Group * entry.Inputs], (group, _, rows) =>
                {
                    Group(entry, form, first + group, rows, buffer.AsSpan(group * bytes, bytes));
                    return rows;
                }, static _ => { });
                output.Write(buffer, 0, count * bytes);
                written((long)count * bytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Group(PackedEntry entry, WeightForm form, int group, float[] rows, Span<byte> packed)
    {
        var first = group * MatrixPacker.Group;
        var count = Math.Min(MatrixPacker.Group, entry.Outputs - first);
        for (var row = 0; row < count; row++)
            entry.ReadRow(first + row, rows.AsSpan(row * entry.Inputs, entry.Inputs));
        MatrixPacker.PackGroup(form, rows.AsSpan(0, count * entry.Inputs), entry.Inputs, packed);
    }

    private static void Pad(Stream output, long position)
    {
        while (output.Position < position)
            output.WriteByte(0);
    }
}
